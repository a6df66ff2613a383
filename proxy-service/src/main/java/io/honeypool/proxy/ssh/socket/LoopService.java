package io.honeypool.proxy.ssh.socket;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.closeable.AbstractInnerCloseable;
import org.jspecify.annotations.Nullable;

/** What listening and connecting have in common: connections that begin, are known while they are open, and end. */
abstract class LoopService extends AbstractInnerCloseable implements IoService {

    final FactoryManager manager;
    final IoLoops loops;
    private final IoHandler handler;
    private final Map<Long, IoSession> sessions = new ConcurrentHashMap<>();
    private boolean closed;

    LoopService(FactoryManager manager, IoHandler handler, IoLoops loops) {
        this.manager = manager;
        this.handler = handler;
        this.loops = loops;
    }

    /**
     * Makes a session of a connected channel; called by the loop's thread.
     *
     * @param acceptedAt where it was listened for it, null if it was not
     * @throws IOException if the channel is not connected any more
     */
    LoopSession open(SocketChannel channel, @Nullable SocketAddress acceptedAt, IoLoop loop) throws IOException {
        // messages leave together anyway; what waits on top of that is only late
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new LoopSession(this, handler, channel, acceptedAt, loop);
    }

    /**
     * Begins a session; called by the loop's thread.
     *
     * @param told gets the session before anything is read
     * @throws Exception if it cannot begin; it is closed
     */
    void begin(LoopSession session, Consumer<LoopSession> told) throws Exception {
        try {
            handler.sessionCreated(session);
            if (!add(session)) {
                throw new IOException("no more connections are taken");
            }
            told.accept(session);
            session.begin();
        } catch (Exception e) {
            session.close(true);
            throw e;
        }
    }

    private boolean add(LoopSession session) {
        synchronized (sessions) {
            if (!closed) {
                sessions.put(session.getId(), session);
                if (session.isClosed()) {
                    sessions.remove(session.getId());
                }
            }
            return !closed;
        }
    }

    /** A session is over. */
    void ended(LoopSession session) {
        sessions.remove(session.getId());
    }

    @Override
    protected Closeable getInnerCloseable() {
        synchronized (sessions) {
            closed = true;
        }
        return builder().parallel(toString(), sessions.values()).build();
    }

    @Override
    public Map<Long, IoSession> getManagedSessions() {
        return Collections.unmodifiableMap(sessions);
    }

    @Override
    public @Nullable IoServiceEventListener getIoServiceEventListener() {
        return null;
    }

    @Override
    public void setIoServiceEventListener(@Nullable IoServiceEventListener listener) {
        expectNone(listener);
    }

    /** Nobody is told of a connection's beginning but its handler. */
    static void expectNone(@Nullable IoServiceEventListener listener) {
        if (listener != null) {
            throw new UnsupportedOperationException("listeners are not told");
        }
    }
}
