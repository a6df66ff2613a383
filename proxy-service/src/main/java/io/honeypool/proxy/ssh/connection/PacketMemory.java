package io.honeypool.proxy.ssh.connection;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.PacketBuffer;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Memory of packets that are passed on, used again once the socket has them: a transfer would otherwise have as much of
 * it cleared and collected as it moves. One for all sessions, as hardly any packet waits. Thread-safe.
 */
final class PacketMemory {

    /** For the largest packets that OpenSSH sends, and what is around them. */
    private static final int BYTES = 33 * 1024;

    /** What fits into less is cheaper to make anew. */
    private static final int LEAST = 4 * 1024;

    /** What is around a message: length, padding, MAC. */
    private static final int AROUND = 512;

    private static final int KEPT = 16;

    private final Queue<byte[]> free = new ArrayBlockingQueue<>(KEPT);

    /**
     * A packet to be written by a session.
     *
     * @param length of what follows the command
     */
    Buffer packet(Session session, byte command, int length) {
        if (length < LEAST || length + AROUND > BYTES) {
            return session.createBuffer(command, length);
        }
        byte[] known = free.poll();
        return session.prepareBuffer(command, new Packet(known == null ? new byte[BYTES] : known));
    }

    /** Takes the memory of a packet back that nobody reads or writes any more. */
    void recycle(Buffer packet) {
        if (packet instanceof Packet ours) {
            boolean _ = free.offer(ours.memory);
        }
    }

    /** A packet that remembers its memory, even if it grew out of it. */
    private static final class Packet extends PacketBuffer {

        private final byte[] memory;

        Packet(byte[] memory) {
            super(memory, false);
            this.memory = memory;
        }
    }
}
