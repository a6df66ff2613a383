package io.honeypool.proxy.ssh;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.auth.AuthSettings;
import io.honeypool.proxy.auth.CredentialPolicy;
import io.honeypool.proxy.relay.Taps;
import io.honeypool.proxy.session.RawLogs;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.ssh.connection.AttackerConnection;
import io.honeypool.proxy.ssh.connection.GlobalReply;
import io.honeypool.proxy.ssh.connection.OwnGlobalRequests;
import io.honeypool.proxy.ssh.entrance.AttackerServer;
import io.honeypool.proxy.ssh.login.LoginServiceFactory;
import io.honeypool.proxy.ssh.login.Pause;
import io.honeypool.proxy.ssh.persona.HostKeyAnnouncement;
import io.honeypool.proxy.ssh.persona.Persona;
import io.honeypool.proxy.ssh.persona.PersonaFile;
import io.honeypool.proxy.ssh.persona.PersonaServer;
import io.honeypool.proxy.ssh.socket.IoLoops;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuthNoneFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The SSH listener. Started last and stopped first: a sensor that listens is ready, and one that stops lets no session
 * go without its last event and its lease given back.
 */
public final class SshSensor implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SshSensor.class);
    private static final Duration DRAIN = Duration.ofSeconds(25);

    /** Connections that wait to be accepted: when a botnet comes all at once, none is left to knock again. */
    private static final int BACKLOG = 1024;

    private final SshSettings settings;
    private final SessionRegistry registry;
    private final GuestLinks guests;
    private final SshServer server;
    private @Nullable IoLoops threads;
    private volatile boolean running;

    public SshSensor(
            SshSettings settings,
            Path hostKeys,
            AuthSettings auth,
            CredentialPolicy policy,
            SessionRegistry registry,
            GuestLinks guests,
            Taps taps) {
        this.settings = settings;
        this.registry = registry;
        this.guests = guests;
        this.server = server(settings, registry);
        TransportEvents transport = new TransportEvents();
        Persona persona = PersonaFile.load(settings.persona()).withSoftware(settings.identification());
        HostKeyAnnouncement announced = PersonaServer.present(server, persona, HostKeys.load(hostKeys), transport);
        // MINA does not start without a method of its own; none of them is ever asked
        server.setUserAuthFactories(List.of(UserAuthNoneFactory.INSTANCE));
        server.setServiceFactories(List.of(
                new LoginServiceFactory(
                        auth, policy, ssh -> AttackerSessions.of(ssh).session(), Pause.REAL),
                new AttackerConnection.Factory(SshSensor::peers, settings.relay(), proofOf(announced))));
        server.addSessionListener(new AttackerSessions(registry, guests, new RawLogs(settings.raw()), taps));
        server.addSessionListener(transport);
    }

    private static AttackerConnection.Peers peers(Session ssh) {
        AttackerSessions.Attacker attacker = AttackerSessions.of(ssh);
        return new AttackerConnection.Peers(attacker.session().events(), attacker.guest(), attacker.tapped());
    }

    /** Host keys are the sensor's own; to prove that it has them is not the guest's business. */
    private static OwnGlobalRequests proofOf(HostKeyAnnouncement announced) {
        return (attacker, type, request) -> HostKeyAnnouncement.PROVE.equals(type)
                ? announced
                        .prove(attacker, request)
                        .map(proof -> GlobalReply.success(new ByteArrayBuffer(proof)))
                        .orElseGet(GlobalReply::failure)
                : null;
    }

    private static SshServer server(SshSettings settings, SessionRegistry registry) {
        SshServer server = AttackerServer.create(
                registry::isBalancer,
                (source, destination) -> registry.turnAway(LoginProtocol.SSH, source, destination, "proxy-header"));
        server.setHost(settings.address());
        server.setPort(settings.port());
        server.setSubsystemFactories(List.of());
        server.setForwardingFilter(null);
        // the session's own clock ends it, as silently as OpenSSH does
        CoreModuleProperties.AUTH_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.SOCKET_BACKLOG.set(server, BACKLOG);
        return server;
    }

    /**
     * Begins to listen.
     *
     * @throws SshPortException if the address or port cannot be had
     */
    @Override
    public void start() {
        IoLoops started = IoLoops.start();
        threads = started;
        server.setIoServiceFactoryFactory(started.services());
        guests.start(started);
        try {
            server.start();
        } catch (IOException e) {
            closeGuests();
            throw new SshPortException(settings.port(), e);
        }
        running = true;
        log.info("SSH sensor listens on {}", server.getBoundAddresses());
        if (!settings.raw().sources().isEmpty()) {
            log.warn(
                    "SSH messages of {} are recorded raw, with the passwords and files in them; unset"
                            + " honeypool.sensor.ssh.raw.sources when you have seen what you look for",
                    settings.raw().sources());
        }
    }

    /** The port that the sensor listens on. */
    public int port() {
        return server.getPort();
    }

    /**
     * Ends the open sessions, waits until each has its last event and its lease given back, and stops listening. MINA's
     * own graceful stop would wait for as long as an attacker likes.
     */
    @Override
    public void stop() {
        running = false;
        try {
            if (!registry.shutDown(DRAIN)) {
                log.warn("{} sessions did not end in {}", registry.size(), DRAIN);
            }
            server.stop(true);
        } catch (IOException e) {
            log.warn("SSH sensor did not stop cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeGuests();
    }

    private void closeGuests() {
        guests.close();
        IoLoops started = threads;
        if (started != null) {
            started.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
