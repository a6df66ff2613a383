package io.honeypool.proxy.telnet;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.auth.CredentialPolicy;
import io.honeypool.proxy.lease.GuestDialer;
import io.honeypool.proxy.lease.GuestPasswords;
import io.honeypool.proxy.lease.SessionLeases;
import io.honeypool.proxy.relay.Taps;
import io.honeypool.proxy.session.RawLogs;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.telnet.login.PromptPatternException;
import io.honeypool.proxy.telnet.login.Prompts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The Telnet listener. Each connection has two virtual threads of its own. Started last and stopped first: a sensor
 * that listens is ready, and one that stops lets no session go without its last event and its lease given back.
 */
public final class TelnetSensor implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TelnetSensor.class);
    private static final Duration DRAIN = Duration.ofSeconds(25);

    /** Connections that wait to be accepted: when a botnet comes all at once, none is left to knock again. */
    private static final int BACKLOG = 1024;

    /** After a connection could not be accepted, mostly for want of file descriptors. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final TelnetSettings settings;
    private final TelnetConnection.Parts parts;
    private final SessionRegistry registry;
    private final RawLogs raw;
    private final Taps taps;
    private volatile ServerSocket listener = unbound();
    private volatile boolean running;

    /**
     * Makes the sensor; it does not listen yet.
     *
     * @throws TelnetPromptException if an expression of the settings cannot be used
     */
    public TelnetSensor(
            TelnetSettings settings,
            CredentialPolicy policy,
            SessionRegistry registry,
            SessionLeases leases,
            GuestDialer dialer,
            GuestPasswords passwords,
            Taps taps) {
        this.taps = taps;
        this.settings = settings;
        this.registry = registry;
        this.raw = new RawLogs(settings.raw());
        this.parts =
                new TelnetConnection.Parts(settings, prompts(settings), policy, registry, leases, dialer, passwords);
    }

    private static Prompts prompts(TelnetSettings settings) {
        try {
            return Prompts.of(settings);
        } catch (PromptPatternException e) {
            throw new TelnetPromptException(e);
        }
    }

    /**
     * Begins to listen.
     *
     * @throws TelnetPortException if the address or port cannot be had
     */
    @Override
    public void start() {
        if (!settings.enabled()) {
            return;
        }
        try {
            listener.setReuseAddress(true);
            InetSocketAddress address = settings.address() == null
                    ? new InetSocketAddress(settings.port())
                    : new InetSocketAddress(InetAddress.getByName(settings.address()), settings.port());
            listener.bind(address, BACKLOG);
        } catch (IOException e) {
            throw new TelnetPortException(settings.port(), e);
        }
        running = true;
        Thread.ofVirtual().name("telnet-accept").start(this::accept);
        log.info("Telnet sensor listens on {}", listener.getLocalSocketAddress());
        if (!settings.raw().sources().isEmpty()) {
            log.warn(
                    "Telnet bytes of {} are recorded raw, with the passwords and files in them; unset"
                            + " honeypool.sensor.telnet.raw.sources when you have seen what you look for",
                    settings.raw().sources());
        }
    }

    /** The port that the sensor listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    private static ServerSocket unbound() {
        try {
            return new ServerSocket();
        } catch (IOException e) {
            throw new TelnetPortException(0, e);
        }
    }

    private void accept() {
        while (running) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual()
                        .name("telnet-" + socket.getRemoteSocketAddress())
                        .start(() -> serve(socket));
            } catch (IOException e) {
                if (running) {
                    log.warn("No Telnet connection accepted: {}", e.toString());
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Optional<Arrival> arrival = Arrival.of(socket, registry);
            if (arrival.isPresent()) {
                admit(socket, arrival.get());
            }
        } catch (IOException gone) {
            log.debug("{}: {}", socket, gone.toString());
        }
    }

    /** Whom there is no room for is told nothing, as by inetd. */
    private void admit(Socket socket, Arrival arrival) {
        Optional<Session> admitted = registry.admit(LoginProtocol.TELNET, arrival.source(), arrival.destination());
        if (admitted.isEmpty()) {
            return;
        }
        try (Session session = admitted.get()) {
            new TelnetConnection(
                            parts,
                            session,
                            socket,
                            arrival.rest(),
                            raw.logFor(session).orElse(null),
                            taps.watch(session))
                    .run();
        } catch (IOException ended) {
            log.debug("Session ended: {}", ended.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("A Telnet session failed", e);
        }
    }

    /** Ends the open sessions, waits until each has its last event and its lease given back, and stops listening. */
    @Override
    public void stop() {
        try {
            if (!registry.shutDown(DRAIN)) {
                log.warn("{} sessions did not end in {}", registry.size(), DRAIN);
            }
            running = false;
            listener.close();
        } catch (IOException e) {
            log.warn("Telnet sensor did not stop cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
