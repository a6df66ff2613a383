package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.relay.Backlog;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of messages to one peer, in order. What is sent before the peer can be reached waits; what its socket has not
 * taken is the other peer's backlog. Thread-safe; never blocks.
 */
final class Way {

    private static final Logger log = LoggerFactory.getLogger(Way.class);

    private static final PacketMemory MEMORY = new PacketMemory();

    private final Backlog backlog;
    private final Backlog opposite;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private volatile @Nullable AbstractSession peer;

    /**
     * A way that leads nowhere yet.
     *
     * @param backlog of what the other peer sends this way
     * @param opposite of what this peer sends
     */
    Way(Backlog backlog, Backlog opposite) {
        this.backlog = backlog;
        this.opposite = opposite;
    }

    /** Sends what waits, and everything else from now on. */
    void open(AbstractSession session) {
        synchronized (waiting) {
            for (Waiting message = waiting.poll(); message != null; message = waiting.poll()) {
                int size = message.body.available();
                var _ = write(session, message.command, message.body);
                backlog.gone(size);
            }
            peer = session;
        }
    }

    /**
     * Passes on a message about a channel.
     *
     * @param channel the peer's number of the channel
     * @param rest what follows the number; is not consumed, and may be changed when this returns
     */
    void pass(int command, long channel, Buffer rest) {
        AbstractSession open = peer;
        if (open == null) {
            send(command, body(Integer.BYTES + rest.available(), channel, rest));
            return;
        }
        Buffer packet = MEMORY.packet(open, (byte) command, Integer.BYTES + rest.available());
        packet.putUInt(channel);
        packet.putRawBytes(rest.array(), rest.rpos(), rest.available());
        IoWriteFuture written = write(open, packet);
        if (written != null) {
            written.addListener(future -> {
                if (future.isWritten()) {
                    MEMORY.recycle(packet);
                }
            });
        }
    }

    /** Sends a message about a channel that consists of nothing else. */
    void send(int command, long channel) {
        send(command, body(Integer.BYTES, channel, new ByteArrayBuffer(0)));
    }

    /**
     * Sends a message.
     *
     * @param body what follows the command; belongs to the way from now on
     */
    void send(int command, Buffer body) {
        AbstractSession open = peer;
        if (open == null) {
            synchronized (waiting) {
                open = peer;
                if (open == null) {
                    waiting.add(new Waiting(command, body));
                    backlog.add(body.available());
                    return;
                }
            }
        }
        var _ = write(open, command, body);
    }

    /** Sends a message and blocks until the peer's socket has it, or never will. */
    void sendAndWait(int command, Buffer body) throws IOException {
        AbstractSession open = peer;
        if (open == null) {
            throw new IOException("no way to the peer yet");
        }
        IoWriteFuture written = write(open, command, body);
        if (written == null || !written.await() || !written.isWritten()) {
            throw new IOException("the peer is gone");
        }
    }

    private static Buffer body(int size, long channel, Buffer rest) {
        Buffer body = new ByteArrayBuffer(size);
        body.putUInt(channel);
        body.putRawBytes(rest.array(), rest.rpos(), rest.available());
        return body;
    }

    private @Nullable IoWriteFuture write(AbstractSession open, int command, Buffer body) {
        Buffer packet = open.createBuffer((byte) command, body.available());
        packet.putRawBytes(body.array(), body.rpos(), body.available());
        return write(open, packet);
    }

    /** Returns null if the peer is gone. */
    private @Nullable IoWriteFuture write(AbstractSession open, Buffer packet) {
        int size = packet.available();
        backlog.add(size);
        IoWriteFuture future = null;
        try {
            future = open.writePacket(packet);
            future.addListener(written -> backlog.gone(size));
        } catch (IOException e) {
            backlog.gone(size);
            log.debug("{} takes no more messages: {}", open, e.toString());
        }
        if (open.getKexState() != KexState.DONE) {
            opposite.resume();
        }
        return future;
    }

    /** A message that waits for the way to open. */
    private record Waiting(int command, Buffer body) {}
}
