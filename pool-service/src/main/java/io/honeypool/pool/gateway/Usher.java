package io.honeypool.pool.gateway;

import io.honeypool.pool.settings.GatewaySettings;
import io.honeypool.pool.settings.HoneypoolSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Takes one connection from its first byte to the end of its tunnel, on a virtual thread of its own. */
@Component
class Usher {

    private static final Logger log = LoggerFactory.getLogger(Usher.class);
    private static final byte[] OPEN = "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int KEEPALIVE_SECONDS = 60;
    private static final int KEEPALIVE_PROBES = 4;
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private final PassTable passes;
    private final Tunnels tunnels;
    private final GatewayMetrics metrics;
    private final RefusalLog refusals = new RefusalLog();
    private final GatewaySettings settings;
    private final String self;

    Usher(PassTable passes, Tunnels tunnels, GatewayMetrics metrics, HoneypoolSettings settings) {
        this.passes = passes;
        this.tunnels = tunnels;
        this.metrics = metrics;
        this.settings = settings.pool().gateway();
        this.self = settings.pool().name();
    }

    /**
     * Serves a connection until it is over.
     *
     * @param visit the connection, which is closed afterwards
     * @param doorway where it is until it has its tunnel
     */
    void serve(Doorway.Visit visit, Doorway doorway, SSLContext tls) {
        Optional<Tunnel> tunnel = Optional.empty();
        try {
            tunnel = Optional.of(tunnel(visit, tls));
        } catch (RefusedException refused) {
            refuse(visit, refused.refusal());
        } catch (IOException lost) {
            refuse(visit, Objects.requireNonNullElse(visit.putOut(), Refusal.NO_REQUEST));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            log.error("The gateway failed at a connection", fault);
        } finally {
            doorway.leave(visit);
            if (tunnel.isEmpty()) {
                visit.close();
            }
        }
        tunnel.ifPresent(this::run);
    }

    private Tunnel tunnel(Doorway.Visit visit, SSLContext tls)
            throws IOException, RefusedException, InterruptedException {
        tune(visit.socket());
        SSLSocket sensor = (SSLSocket) tls.getSocketFactory().createSocket(visit.socket(), null, true);
        sensor.setEnabledProtocols(PROTOCOLS);
        sensor.startHandshake();
        try {
            ConnectRequest request = ConnectRequest.parse(HeadReader.read(sensor.getInputStream()));
            Passage passage = Passage.decide(find(request.token()), request.target(), self);
            Tunnel tunnel = new Tunnel(passage, visit.socket(), sensor, guest(visit, passage));
            if (!tunnels.add(tunnel)) {
                throw new RefusedException(Refusal.FULL);
            }
            try {
                sensor.getOutputStream().write(OPEN);
            } catch (IOException lost) {
                tunnels.remove(tunnel);
                throw lost;
            }
            return tunnel;
        } catch (RefusedException refused) {
            if (refused.refusal().hasAnswer()) {
                sensor.getOutputStream().write(refused.refusal().response().getBytes(StandardCharsets.US_ASCII));
                sensor.shutdownOutput();
            }
            throw refused;
        }
    }

    private Optional<PassRow> find(String token) throws RefusedException, InterruptedException {
        try {
            return passes.find(token);
        } catch (DataAccessException | TransactionException unavailable) {
            log.warn("The gateway cannot ask the database: {}", unavailable.toString());
            throw new RefusedException(Refusal.UNAVAILABLE);
        }
    }

    private Socket guest(Doorway.Visit visit, Passage passage) throws IOException, RefusedException {
        Socket guest = new Socket();
        visit.with(guest);
        try {
            guest.connect(
                    passage.guest(), Math.toIntExact(settings.connectTime().toMillis()));
            tune(guest);
            return guest;
        } catch (IOException refused) {
            guest.close();
            if (visit.putOut() != null) {
                throw refused;
            }
            log.info("The guest of connection {} cannot be reached: {}", passage.connectionId(), refused.toString());
            throw new RefusedException(Refusal.UNREACHABLE);
        }
    }

    private void run(Tunnel tunnel) {
        try {
            metrics.ended(tunnel.run(metrics.toGuests(), metrics.fromGuests()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            tunnels.remove(tunnel);
        }
    }

    private void refuse(Doorway.Visit visit, Refusal refusal) {
        metrics.refused(refusal);
        refusals.refused(visit.socket().getInetAddress(), refusal);
    }

    /** A peer that is gone without a word is noticed after two minutes. */
    private static void tune(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        set(socket, StandardSocketOptions.SO_KEEPALIVE, true);
        set(socket, ExtendedSocketOptions.TCP_KEEPIDLE, KEEPALIVE_SECONDS);
        set(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEPALIVE_SECONDS / KEEPALIVE_PROBES);
        set(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, KEEPALIVE_PROBES);
    }

    private static <T> void set(Socket socket, SocketOption<T> option, T value) throws IOException {
        if (socket.supportedOptions().contains(option)) {
            socket.setOption(option, value);
        }
    }
}
