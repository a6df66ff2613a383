package io.honeypool.proxy.ssh.entrance;

import io.honeypool.proxy.events.RawEvent;
import io.honeypool.proxy.session.RawLog;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.SshFutureListener;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A connection as MINA sees it, between the addresses that a balancer told, and with somebody who listens to it. */
public final class AttackerSocket implements IoSession {

    private final IoSession socket;
    private final SocketAddress source;
    private final SocketAddress destination;
    private volatile @Nullable RawLog raw;
    private volatile Runnable onTraffic = () -> {};

    AttackerSocket(IoSession socket, SocketAddress source, SocketAddress destination) {
        this.socket = socket;
        this.source = source;
        this.destination = destination;
    }

    /** Calls {@code listener}, which must not block, for every piece of traffic in either direction from now on. */
    public void onTraffic(Runnable listener) {
        onTraffic = listener;
    }

    /** Records every message to {@code log} from now on, as it is before encryption. */
    public void record(RawLog log) {
        raw = log;
    }

    /**
     * Shows a message of a session, from its type on, to whoever wants it raw; leaves the buffer as it is. One whose
     * padding leaves it no bytes, or fewer, is not shown.
     */
    public static void show(Session ssh, RawEvent.Direction direction, Buffer message) {
        if (ssh.getIoSession() instanceof AttackerSocket socket) {
            socket.show(direction, message);
        }
    }

    private void show(RawEvent.Direction direction, Buffer message) {
        RawLog log = raw;
        if (log != null && message.available() > 0) {
            ByteBuffer bytes = ByteBuffer.wrap(message.array(), message.rpos(), message.available());
            log.record(direction, bytes, System.nanoTime());
        }
    }

    void received() {
        onTraffic.run();
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) throws IOException {
        onTraffic.run();
        return socket.writeBuffer(buffer);
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return source;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return destination;
    }

    @Override
    public long getId() {
        return socket.getId();
    }

    @Override
    public SocketAddress getAcceptanceAddress() {
        return socket.getAcceptanceAddress();
    }

    @Override
    public Object getAttribute(Object key) {
        return socket.getAttribute(key);
    }

    @Override
    public Object setAttribute(Object key, Object value) {
        return socket.setAttribute(key, value);
    }

    @Override
    public Object setAttributeIfAbsent(Object key, Object value) {
        return socket.setAttributeIfAbsent(key, value);
    }

    @Override
    public Object removeAttribute(Object key) {
        return socket.removeAttribute(key);
    }

    @Override
    public CloseFuture close(boolean immediately) {
        return socket.close(immediately);
    }

    @Override
    public void addCloseFutureListener(SshFutureListener<CloseFuture> listener) {
        socket.addCloseFutureListener(listener);
    }

    @Override
    public void removeCloseFutureListener(SshFutureListener<CloseFuture> listener) {
        socket.removeCloseFutureListener(listener);
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public boolean isClosing() {
        return socket.isClosing();
    }

    @Override
    public IoService getService() {
        return socket.getService();
    }

    @Override
    public void shutdownOutputStream() throws IOException {
        socket.shutdownOutputStream();
    }

    @Override
    public void suspendRead() {
        socket.suspendRead();
    }

    @Override
    public void resumeRead() {
        socket.resumeRead();
    }

    @Override
    public String toString() {
        return "AttackerSocket[" + source + "]";
    }
}
