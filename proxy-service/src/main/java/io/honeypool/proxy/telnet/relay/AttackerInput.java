package io.honeypool.proxy.telnet.relay;

import io.honeypool.proxy.events.RawEvent;
import io.honeypool.proxy.session.RawLog;
import io.honeypool.proxy.session.Session;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The attacker's socket, as far as it is read from: traffic keeps the session, and is recorded raw on demand. */
public final class AttackerInput {

    /** What a read returns when there was nothing in time. */
    public static final int NOTHING = 0;

    private final Socket socket;
    private final InputStream in;
    private final Session session;
    private final @Nullable RawLog raw;
    private final TappedTerminal terminal;
    private byte @Nullable [] first;
    private boolean known;

    /**
     * Makes it.
     *
     * @param first what was read from the socket already
     * @param raw where everything is recorded; null for nowhere
     * @param terminal whose input it is
     */
    public AttackerInput(Socket socket, byte[] first, Session session, @Nullable RawLog raw, TappedTerminal terminal)
            throws IOException {
        this.terminal = terminal;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.first = first;
        this.session = session;
        this.raw = raw;
    }

    /**
     * Reads what there is into the beginning of a buffer, which holds what was read before.
     *
     * @param patience how long to wait; zero for ever
     * @return how much was read; -1 at the end, {@link #NOTHING} if there was nothing in time
     */
    public int read(byte[] buffer, Duration patience) throws IOException {
        terminal.awaitInput();
        boolean seen = known;
        int count = next(buffer, patience);
        if (count > 0 && !seen) {
            session.markTraffic();
            terminal.read(buffer, count);
            if (raw != null) {
                raw.record(RawEvent.Direction.IN, ByteBuffer.wrap(buffer, 0, count), System.nanoTime());
            }
        }
        return count;
    }

    /** Has these bytes read next, which were read already. */
    public void unread(byte[] bytes) {
        first = bytes;
        known = true;
    }

    private int next(byte[] buffer, Duration patience) throws IOException {
        byte[] before = first;
        if (before != null && before.length > 0) {
            int count = Math.min(before.length, buffer.length);
            System.arraycopy(before, 0, buffer, 0, count);
            first = Arrays.copyOfRange(before, count, before.length);
            known = known && first.length > 0;
            return count;
        }
        first = null;
        known = false;
        socket.setSoTimeout((int) patience.toMillis());
        try {
            return in.read(buffer);
        } catch (SocketTimeoutException nothing) {
            return NOTHING;
        }
    }
}
