package io.honeypool.proxy.lease;

import io.honeypool.common.lease.GatewayPass;
import io.honeypool.common.lease.GatewayTarget;
import io.honeypool.common.lease.GuestEndpoint;
import io.honeypool.common.lease.LeaseGrant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Connects to the guests of a pool: to their own address, or by {@code CONNECT} over TLS 1.3 to the pool's gateway. */
final class PoolDialer implements GuestDialer {

    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);
    private static final int CLOSING_SECONDS = 1;
    private static final int LONGEST_ANSWER = 4096;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3})[ \r]");
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private final Optional<SSLContext> trust;
    private final Duration patience;

    /**
     * Makes one.
     *
     * @param trust in gateways; empty if the sensor did not join a pool, and is told of none
     * @param patience time that TLS and the gateway's answer have
     */
    PoolDialer(Optional<SSLContext> trust, Duration patience) {
        this.trust = trust;
        this.patience = patience;
    }

    @Override
    public Socket dial(LeaseGrant grant, GuestEndpoint endpoint) throws IOException {
        Socket socket = connect(endpoint);
        return switch (endpoint.route()) {
            case DIRECT -> socket;
            case GATEWAY -> tunnel(socket, grant, endpoint);
        };
    }

    private static Socket connect(GuestEndpoint endpoint) throws IOException {
        Socket socket = new Underneath();
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.connect(
                    new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port()),
                    Math.toIntExact(CONNECT_TIME.toMillis()));
            return socket;
        } catch (IOException | RuntimeException refused) {
            socket.close();
            throw refused;
        }
    }

    /** Whoever answers byte by byte has no more time than one who answers at once. */
    private Socket tunnel(Socket socket, LeaseGrant grant, GuestEndpoint endpoint) throws IOException {
        CompletableFuture<Void> late = CompletableFuture.runAsync(
                () -> closeQuietly(socket),
                CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
        try {
            SSLSocket tls = secure(socket, endpoint);
            ask(tls, grant, endpoint);
            if (!late.cancel(false)) {
                throw new IOException("the gateway took more than " + patience.toSeconds() + " s");
            }
            return tls;
        } catch (IOException | RuntimeException refused) {
            late.cancel(false);
            closeQuietly(socket);
            throw refused;
        }
    }

    private SSLSocket secure(Socket socket, GuestEndpoint endpoint) throws IOException {
        SSLContext context =
                trust.orElseThrow(() -> new IOException("a gateway is named to a sensor that did not join its pool"));
        SSLSocket tls =
                (SSLSocket) context.getSocketFactory().createSocket(socket, endpoint.host(), endpoint.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private static void ask(SSLSocket tls, LeaseGrant grant, GuestEndpoint endpoint) throws IOException {
        GatewayPass pass = grant.gateway();
        if (pass == null) {
            throw new IOException("a gateway is named without what lets one through");
        }
        String target = new GatewayTarget(grant.leaseId(), endpoint.protocol()).authority();
        tls.getOutputStream()
                .write(("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\nProxy-Authorization: Bearer "
                                + pass.token() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        Matcher status = STATUS.matcher(head(tls.getInputStream()));
        if (!status.lookingAt()) {
            throw new IOException("the gateway answered something that is not HTTP");
        }
        // what follows the head of an answer of 2xx is the tunnel's (RFC 9110, section 9.3.6)
        if (!status.group(1).startsWith("2")) {
            throw new IOException("the gateway answered " + status.group(1));
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String read = "";
        while (!read.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0 || head.size() == LONGEST_ANSWER) {
                throw new IOException("the gateway did not answer in whole");
            }
            head.write(next);
            read = next == '\n' ? head.toString(StandardCharsets.ISO_8859_1) : "";
        }
        return read;
    }

    /**
     * A socket for TLS to be on. To close TLS, the JDK waits for whoever is writing, which is for ever where the peer
     * does not read, unless the socket lingers. It says that it does, but does not: a lingering close would hold up a
     * carrier of virtual threads.
     */
    private static final class Underneath extends Socket {

        @Override
        public int getSoLinger() {
            return CLOSING_SECONDS;
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException lost) {
            // it is gone, which is what was wanted
        }
    }
}
