package io.honeypool.proxy.ssh.entrance;

import io.honeypool.common.lease.SourceAddress;
import io.honeypool.proxy.session.ProxyHeader;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Stands between the listening socket and MINA's sessions: a connection from a balancer becomes a session only when its
 * PROXY header is whole, and then comes from where the header says. Called by I/O threads; never blocks.
 */
final class Entrance implements IoHandler {

    /** Time for the header; HAProxy's text asks for at least three seconds, one retransmission. */
    private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(5);

    private static final Object ARRIVAL = new Object();
    private static final Object SOCKET = new Object();

    private final IoHandler sessions;
    private final Predicate<SourceAddress> balancers;
    private final BiConsumer<InetSocketAddress, InetSocketAddress> refused;

    Entrance(
            IoHandler sessions,
            Predicate<SourceAddress> balancers,
            BiConsumer<InetSocketAddress, InetSocketAddress> refused) {
        this.sessions = sessions;
        this.balancers = balancers;
        this.refused = refused;
    }

    @Override
    public void sessionCreated(IoSession socket) throws Exception {
        if (socket.getRemoteAddress() instanceof InetSocketAddress remote
                && balancers.test(new SourceAddress(remote.getAddress()))) {
            Arrival arrival = new Arrival();
            socket.setAttribute(ARRIVAL, arrival);
            Executor later = CompletableFuture.delayedExecutor(HEADER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            later.execute(() -> refuse(socket, arrival));
            return;
        }
        open(socket, socket.getRemoteAddress(), socket.getLocalAddress());
    }

    @Override
    public void messageReceived(IoSession socket, Readable message) throws Exception {
        if (socket.getAttribute(ARRIVAL) instanceof Arrival arrival) {
            arrived(socket, arrival, message);
        } else if (socket.getAttribute(SOCKET) instanceof AttackerSocket attacker) {
            attacker.received();
            sessions.messageReceived(attacker, message);
        }
    }

    @Override
    public void sessionClosed(IoSession socket) throws Exception {
        if (socket.getAttribute(ARRIVAL) instanceof Arrival arrival) {
            refuse(socket, arrival);
        } else if (socket.getAttribute(SOCKET) instanceof AttackerSocket attacker) {
            sessions.sessionClosed(attacker);
        }
    }

    @Override
    public void exceptionCaught(IoSession socket, Throwable failure) throws Exception {
        if (socket.getAttribute(SOCKET) instanceof AttackerSocket attacker) {
            sessions.exceptionCaught(attacker, failure);
        } else {
            socket.close(true);
        }
    }

    private void arrived(IoSession socket, Arrival arrival, Readable message) throws Exception {
        if (arrival.isEnded()) {
            return;
        }
        switch (arrival.add(message)) {
            case ProxyHeader.Incomplete() -> {}
            case ProxyHeader.Invalid() -> refuse(socket, arrival);
            case ProxyHeader.Local(int length) ->
                proceed(socket, arrival, length, socket.getRemoteAddress(), socket.getLocalAddress());
            case ProxyHeader.Proxied(int length, InetSocketAddress source, InetSocketAddress destination) ->
                proceed(socket, arrival, length, source, destination);
        }
    }

    private void proceed(IoSession socket, Arrival arrival, int length, SocketAddress source, SocketAddress destination)
            throws Exception {
        if (!arrival.end()) {
            return;
        }
        socket.removeAttribute(ARRIVAL);
        AttackerSocket attacker = open(socket, source, destination);
        Buffer rest = arrival.after(length);
        if (rest.available() > 0) {
            attacker.received();
            sessions.messageReceived(attacker, rest);
        }
    }

    private AttackerSocket open(IoSession socket, SocketAddress source, SocketAddress destination) throws Exception {
        AttackerSocket attacker = new AttackerSocket(socket, source, destination);
        socket.setAttribute(SOCKET, attacker);
        sessions.sessionCreated(attacker);
        return attacker;
    }

    private void refuse(IoSession socket, Arrival arrival) {
        if (arrival.end()) {
            socket.close(true);
            if (socket.getRemoteAddress() instanceof InetSocketAddress source
                    && socket.getLocalAddress() instanceof InetSocketAddress destination) {
                refused.accept(source, destination);
            }
        }
    }
}
