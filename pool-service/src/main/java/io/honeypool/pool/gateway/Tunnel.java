package io.honeypool.pool.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Moves bytes between a sensor and a guest until both have ended, on two virtual threads. What one side does not take
 * is not read from the other: memory is bounded by the sockets' own buffers. The end of one direction is passed on and
 * leaves the other open (RFC 8446, section 6.1, allows that for TLS as TCP does).
 */
final class Tunnel implements Closeable {

    /** Why a tunnel ended. */
    enum End {
        /** Both sides had said all. */
        CLOSED,
        /** One side was lost. */
        LOST,
        /** There was no byte for too long. */
        IDLE,
        /** It lasted as long as a tunnel may. */
        MAXIMUM_TIME,
        /** Its connection or lease was over, or its sensor was revoked. */
        LEASE_OVER,
        /** The service stops. */
        SHUTDOWN
    }

    private final Passage passage;
    private final Socket underneath;
    private final SSLSocket sensor;
    private final Socket guest;
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final long begun = System.nanoTime();
    private volatile long lastByte = begun;

    /**
     * Joins two sockets.
     *
     * @param underneath the socket that the sensor's TLS is on
     * @param sensor with its handshake done
     * @param guest connected
     */
    Tunnel(Passage passage, Socket underneath, SSLSocket sensor, Socket guest) {
        this.passage = passage;
        this.underneath = underneath;
        this.sensor = sensor;
        this.guest = guest;
    }

    Passage passage() {
        return passage;
    }

    /** When it began, in nanoseconds of the monotonic clock. */
    long begun() {
        return begun;
    }

    /** When the last byte came, in nanoseconds of the monotonic clock. */
    long lastByte() {
        return lastByte;
    }

    /**
     * Runs until it has ended.
     *
     * @param toGuest counts bytes
     * @param fromGuest counts bytes
     * @return why it ended
     */
    End run(LongAdder toGuest, LongAdder fromGuest) throws InterruptedException {
        Thread back = Thread.ofVirtual().name("tunnel-from-guest").start(() -> move(guest, sensor, fromGuest));
        try {
            move(sensor, guest, toGuest);
            back.join();
            End reason = end.compareAndSet(null, End.CLOSED) ? End.CLOSED : Objects.requireNonNull(end.get());
            if (reason == End.CLOSED) {
                closeQuietly(sensor);
            }
            return reason;
        } finally {
            close();
        }
    }

    /** Ends it at once; the first reason counts. Neither blocks nor waits. */
    void end(End reason) {
        end.compareAndSet(null, reason);
        close();
    }

    /** Closes what is below TLS, whose own way to close waits for whoever does not read. */
    @Override
    public void close() {
        closeQuietly(underneath);
        closeQuietly(guest);
    }

    private void move(Socket from, Socket to, LongAdder count) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] little = new byte[TransferBuffers.LITTLE];
            int length = in.read(little);
            while (length >= 0) {
                pass(little, length, out, count);
                if (length == little.length && in.available() > 0) {
                    moveBulk(in, out, count);
                }
                length = in.read(little);
            }
            to.shutdownOutput();
        } catch (IOException | RuntimeException lost) {
            end(End.LOST);
        }
    }

    /**
     * Goes on with a large buffer while there is much to move. Where there is one to be kept it also waits with it, as
     * whoever sends much is often a moment late; the end of a direction is seen again by the next read.
     */
    private void moveBulk(InputStream in, OutputStream out, LongAdder count) throws IOException {
        boolean mayWait = TransferBuffers.mayKeep();
        byte[] large = TransferBuffers.borrow();
        try {
            int length = in.read(large);
            while (length > 0) {
                pass(large, length, out, count);
                boolean goesOn = mayWait ? length > TransferBuffers.LITTLE : in.available() > 0;
                length = goesOn ? in.read(large) : 0;
            }
        } finally {
            TransferBuffers.giveBack(large);
            if (mayWait) {
                TransferBuffers.keepNoLonger();
            }
        }
    }

    private void pass(byte[] bytes, int length, OutputStream out, LongAdder count) throws IOException {
        lastByte = System.nanoTime();
        out.write(bytes, 0, length);
        lastByte = System.nanoTime();
        count.add(length);
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException lost) {
            // it is gone, which is what was wanted
        }
    }
}
