package io.honeypool.proxy.telnet;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.common.lease.SourceAddress;
import io.honeypool.proxy.session.ProxyHeader;
import io.honeypool.proxy.session.SessionRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who is at the other end of a connection that was accepted.
 *
 * @param source where it comes from
 * @param destination where it goes to, as its source sees it
 * @param rest what was read of it already
 */
@SuppressWarnings("ArrayRecordComponent")
record Arrival(InetSocketAddress source, InetSocketAddress destination, byte[] rest) {

    /** Time for a balancer's header; HAProxy's text asks for at least three seconds, one retransmission. */
    private static final int HEADER_SECONDS = 5;

    /**
     * Finds out, and reads what a balancer says for that. Blocks for a bounded time.
     *
     * @return empty if a balancer did not say it, which is recorded
     */
    static Optional<Arrival> of(Socket socket, SessionRegistry registry) throws IOException {
        InetSocketAddress remote = (InetSocketAddress) socket.getRemoteSocketAddress();
        InetSocketAddress local = (InetSocketAddress) socket.getLocalSocketAddress();
        if (!registry.isBalancer(new SourceAddress(remote.getAddress()))) {
            return Optional.of(new Arrival(remote, local, new byte[0]));
        }
        Optional<Arrival> arrival = behindBalancer(socket, remote, local);
        if (arrival.isEmpty()) {
            registry.turnAway(LoginProtocol.TELNET, remote, local, "proxy-header");
        }
        return arrival;
    }

    private static Optional<Arrival> behindBalancer(Socket socket, InetSocketAddress remote, InetSocketAddress local) {
        byte[] bytes = new byte[ProxyHeader.LONGEST];
        int count = 0;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(HEADER_SECONDS);
        try {
            while (true) {
                byte[] read = Arrays.copyOf(bytes, count);
                switch (ProxyHeader.read(read)) {
                    case ProxyHeader.Incomplete() -> {}
                    case ProxyHeader.Invalid() -> {
                        return Optional.empty();
                    }
                    case ProxyHeader.Local(int length) -> {
                        return Optional.of(new Arrival(remote, local, Arrays.copyOfRange(read, length, count)));
                    }
                    case ProxyHeader.Proxied(int length, InetSocketAddress source, InetSocketAddress destination) -> {
                        return Optional.of(new Arrival(source, destination, Arrays.copyOfRange(read, length, count)));
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || count == bytes.length) {
                    return Optional.empty();
                }
                socket.setSoTimeout((int) left);
                int more = socket.getInputStream().read(bytes, count, bytes.length - count);
                if (more < 0) {
                    return Optional.empty();
                }
                count += more;
            }
        } catch (IOException tooLateOrGone) {
            return Optional.empty();
        }
    }
}
