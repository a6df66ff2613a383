package io.honeypool.pool.gateway;

import io.honeypool.pool.lease.LeasesChanged;
import io.honeypool.pool.owner.Owners;
import io.honeypool.pool.sensor.SensorRevoked;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.PoolSettings;
import io.honeypool.pool.settings.StartupFailure;
import io.honeypool.pool.tls.HostIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * The gateway's port. Taken before the API opens and announced once it is open; a round every second, and at once when
 * a lease ended or a sensor was revoked, ends the tunnels that are to end.
 */
@Component
public class Gateway implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final int BACKLOG = 1024;
    private static final long ROUND_MILLIS = 1_000;
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(100);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

    private final PoolSettings settings;
    private final HostIdentity identity;
    private final Owners owners;
    private final Usher usher;
    private final Tunnels tunnels;
    private final Doorway doorway;
    private final Semaphore wake = new Semaphore(0);
    private volatile @Nullable SSLContext tls;
    private volatile @Nullable ServerSocket server;
    private boolean failing;

    Gateway(HoneypoolSettings settings, HostIdentity identity, Owners owners, Usher usher, Tunnels tunnels) {
        this.settings = settings.pool();
        this.identity = identity;
        this.owners = owners;
        this.usher = usher;
        this.tunnels = tunnels;
        this.doorway = new Doorway(
                this.settings.gateway().doorway(), this.settings.gateway().doorwayTime());
    }

    /** Where it listens; -1 if it does not. */
    public int port() {
        ServerSocket listening = server;
        return listening == null ? -1 : listening.getLocalPort();
    }

    @Override
    public void start() {
        if (settings.remote().enabled() && settings.gateway().enabled()) {
            identity.follow(bundle -> tls = HostIdentity.context(bundle));
            ServerSocket opened = open();
            server = opened;
            Thread.ofPlatform().name("gateway").daemon().start(() -> accept(opened));
            Thread.ofPlatform().name("gateway-doorway").daemon().start(() -> watchDoorway(opened));
            Thread.ofPlatform().name("gateway-tunnels").daemon().start(() -> watchTunnels(opened));
            log.info("The gateway listens on {}", opened.getLocalSocketAddress());
        }
    }

    /** Also without a gateway: the last start may have had one. */
    @EventListener(ApplicationReadyEvent.class)
    void announce() {
        int port = port();
        owners.announceGateway(port < 0 ? null : settings.remote().authority(port));
    }

    @TransactionalEventListener(fallbackExecution = true)
    void leasesChanged(LeasesChanged event) {
        wake.release();
    }

    @EventListener
    void sensorRevoked(SensorRevoked event) {
        wake.release();
    }

    @Override
    public void stop() {
        ServerSocket listening = server;
        server = null;
        if (listening != null) {
            closeQuietly(listening);
            doorway.close();
            tunnels.endAll();
            wake.release();
        }
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    private ServerSocket open() {
        String address = settings.remote().address();
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(
                    address == null
                            ? new InetSocketAddress(settings.gateway().port())
                            : new InetSocketAddress(
                                    InetAddress.getByName(address),
                                    settings.gateway().port()),
                    BACKLOG);
            return opened;
        } catch (IOException refused) {
            throw new StartupFailure(
                    "The gateway cannot listen on port " + settings.gateway().port() + ": " + refused.getMessage()
                            + ".",
                    "Stop what uses the port, or choose another one with honeypool.pool.gateway.port; see that"
                            + " honeypool.pool.remote.address is an address of this host.",
                    refused);
        }
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Doorway.Visit visit = doorway.enter(socket, System.nanoTime());
                SSLContext context = java.util.Objects.requireNonNull(tls);
                Thread.ofVirtual().name("tunnel-to-guest").start(() -> usher.serve(visit, doorway, context));
            } catch (IOException | RuntimeException | OutOfMemoryError failed) {
                if (!listening.isClosed()) {
                    log.warn("The gateway could not take a connection: {}", failed.toString());
                    pause(AFTER_FAILURE);
                }
            }
        }
    }

    private void watchDoorway(ServerSocket listening) {
        while (!listening.isClosed()) {
            pause(BETWEEN_ROUNDS);
            doorway.putOutLate(System.nanoTime());
        }
    }

    private void watchTunnels(ServerSocket listening) {
        try {
            while (!listening.isClosed()) {
                boolean _ = wake.tryAcquire(ROUND_MILLIS, TimeUnit.MILLISECONDS);
                wake.drainPermits();
                tunnels.endOld(System.nanoTime());
                endOver();
                Thread.sleep(BETWEEN_ROUNDS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without the database nothing is ended: the first failure of a series is logged. */
    private void endOver() {
        try {
            tunnels.endOver();
            failing = false;
        } catch (RuntimeException unavailable) {
            if (!failing) {
                log.warn("Tunnels cannot be compared with their leases now: {}", unavailable.toString());
            }
            failing = true;
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException lost) {
            log.debug("The gateway's port did not close in order", lost);
        }
    }
}
