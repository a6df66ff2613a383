package io.honeypool.proxy.telnet.relay;

import io.honeypool.proxy.events.RawEvent;
import io.honeypool.proxy.session.RawLog;
import io.honeypool.proxy.session.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The attacker's socket, as far as it is written to: traffic keeps the session, and is recorded raw on demand. */
public final class AttackerOutput extends OutputStream {

    private final OutputStream socket;
    private final Session session;
    private final @Nullable RawLog raw;
    private final TappedTerminal terminal;

    /**
     * Makes it.
     *
     * @param raw where everything is recorded; null for nowhere
     * @param terminal whose output it is
     */
    public AttackerOutput(Socket socket, Session session, @Nullable RawLog raw, TappedTerminal terminal)
            throws IOException {
        this.terminal = terminal;
        this.socket = socket.getOutputStream();
        this.session = session;
        this.raw = raw;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (raw != null) {
            raw.record(RawEvent.Direction.OUT, ByteBuffer.wrap(bytes, offset, length), System.nanoTime());
        }
        terminal.written(bytes, offset, length);
        session.markTraffic();
        socket.write(bytes, offset, length);
    }
}
