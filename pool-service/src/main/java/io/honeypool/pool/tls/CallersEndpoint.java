package io.honeypool.pool.tls;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Tomcat's listener, with every connection known to {@link Callers}: Tomcat itself limits the time of a read, but not
 * how many of them a request takes, and leaves whoever comes last waiting when there are too many.
 */
final class CallersEndpoint extends NioEndpoint {

    /** The connection whose request the thread answers. */
    static final ScopedValue<SocketWrapperBase<NioChannel>> CALLER = ScopedValue.newInstance();

    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(250);

    private final Callers<SocketWrapperBase<NioChannel>> callers;

    CallersEndpoint(Callers<SocketWrapperBase<NioChannel>> callers) {
        this.callers = callers;
    }

    @Override
    public void startInternal() throws Exception {
        super.startInternal();
        Thread.ofPlatform().name("remote-api-callers").daemon().start(this::watch);
    }

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        boolean taken = super.setSocketOptions(socket);
        SocketWrapperBase<NioChannel> connection = connections.get(socket);
        if (connection != null) {
            callers.enter(connection, System.nanoTime()).ifPresent(SocketWrapperBase::close);
        }
        return taken;
    }

    @Override
    public void setHandler(Handler<NioChannel> handler) {
        super.setHandler(new CallersHandler(handler, callers));
    }

    private void watch() {
        try {
            while (isRunning()) {
                Thread.sleep(BETWEEN_ROUNDS);
                callers.late(System.nanoTime()).forEach(SocketWrapperBase::close);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells who is answered. */
    private record CallersHandler(Handler<NioChannel> handler, Callers<SocketWrapperBase<NioChannel>> callers)
            implements Handler<NioChannel> {

        @Override
        public SocketState process(SocketWrapperBase<NioChannel> connection, SocketEvent event) {
            try {
                return ScopedValue.where(CALLER, connection).call(() -> handler.process(connection, event));
            } finally {
                callers.end(connection, System.nanoTime());
            }
        }

        @Override
        public void release(SocketWrapperBase<NioChannel> connection) {
            callers.leave(connection);
            handler.release(connection);
        }

        @Override
        public Object getGlobal() {
            return handler.getGlobal();
        }

        @Override
        public void pause() {
            handler.pause();
        }

        @Override
        public void recycle() {
            handler.recycle();
        }
    }
}
