package io.honeypool.proxy.ssh.tunnel;

import java.net.Socket;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.SshFutureListener;
import org.apache.sshd.common.io.DefaultIoConnectFuture;
import org.apache.sshd.common.io.IoConnectFuture;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.nio2.Nio2Connector;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.jspecify.annotations.Nullable;

/** Another connector, but where the context of a call has a connection, that is the one. */
final class TunnelConnector implements IoConnector {

    private final IoConnector connector;
    private final Nio2Connector service;
    private final Nio2ServiceFactory sessions;
    private final IoHandler handler;
    private final Map<Long, IoSession> tunnelled = new ConcurrentHashMap<>();

    /**
     * Makes one.
     *
     * @param connector makes connections
     * @param service what the sessions of connections that are there belong to
     */
    TunnelConnector(IoConnector connector, Nio2Connector service, Nio2ServiceFactory sessions, IoHandler handler) {
        this.connector = connector;
        this.service = service;
        this.sessions = sessions;
        this.handler = handler;
    }

    @Override
    public IoConnectFuture connect(
            SocketAddress address, @Nullable AttributeRepository context, @Nullable SocketAddress local) {
        if (context != null) {
            Socket socket = context.getAttribute(Tunnels.CONNECTION);
            if (socket != null) {
                return begin(socket, address, context);
            }
        }
        return connector.connect(address, context, local);
    }

    private IoConnectFuture begin(Socket socket, SocketAddress address, AttributeRepository context) {
        IoConnectFuture future = new DefaultIoConnectFuture(address, null);
        BlockingChannel channel = new BlockingChannel(socket);
        try {
            Nio2Session session = sessions.createSession(service, handler, channel, null);
            session.setAttribute(AttributeRepository.class, context);
            tunnelled.put(session.getId(), session);
            session.addCloseFutureListener(closed -> tunnelled.remove(session.getId()));
            handler.sessionCreated(session);
            future.setSession(session);
            session.startReading();
        } catch (Throwable failed) {
            channel.close();
            future.setException(failed);
        }
        return future;
    }

    @Override
    public Map<Long, IoSession> getManagedSessions() {
        Map<Long, IoSession> all = new HashMap<>(connector.getManagedSessions());
        all.putAll(tunnelled);
        return all;
    }

    @Override
    public IoServiceEventListener getIoServiceEventListener() {
        return connector.getIoServiceEventListener();
    }

    @Override
    public void setIoServiceEventListener(IoServiceEventListener listener) {
        connector.setIoServiceEventListener(listener);
    }

    @Override
    public CloseFuture close(boolean immediately) {
        tunnelled.values().forEach(session -> session.close(immediately));
        service.close(immediately);
        return connector.close(immediately);
    }

    @Override
    public void addCloseFutureListener(SshFutureListener<CloseFuture> listener) {
        connector.addCloseFutureListener(listener);
    }

    @Override
    public void removeCloseFutureListener(SshFutureListener<CloseFuture> listener) {
        connector.removeCloseFutureListener(listener);
    }

    @Override
    public boolean isClosed() {
        return connector.isClosed();
    }

    @Override
    public boolean isClosing() {
        return connector.isClosing();
    }
}
