package io.honeypool.pool.gateway;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/** Buffers for bulk, which tunnels borrow while they have something to move. */
final class TransferBuffers {

    /** What each direction of a tunnel keeps for itself: more than a keystroke or a prompt takes. */
    static final int LITTLE = 1024;

    private static final int LARGE = 64 * 1024;
    private static final int KEPT = 64;
    private static final Semaphore KEEPERS = new Semaphore(KEPT);
    private static final BlockingQueue<byte[]> SPARE = new ArrayBlockingQueue<>(KEPT);

    private TransferBuffers() {}

    static byte[] borrow() {
        byte[] spare = SPARE.poll();
        return spare == null ? new byte[LARGE] : spare;
    }

    /** Whether whoever asks may keep a buffer while it waits for more; it is to say when it does no longer. */
    static boolean mayKeep() {
        return KEEPERS.tryAcquire();
    }

    static void keepNoLonger() {
        KEEPERS.release();
    }

    static void giveBack(byte[] buffer) {
        boolean _ = SPARE.offer(buffer);
    }
}
