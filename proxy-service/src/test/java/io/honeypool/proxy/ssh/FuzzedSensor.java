package io.honeypool.proxy.ssh;

import static io.honeypool.proxy.fixture.RawSsh.join;
import static io.honeypool.proxy.fixture.RawSsh.keyExchange;
import static io.honeypool.proxy.fixture.RawSsh.packet;
import static io.honeypool.proxy.fixture.RawSsh.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.honeypool.proxy.auth.AuthSettings;
import io.honeypool.proxy.auth.LoginDecision;
import io.honeypool.proxy.auth.TriesSettings;
import io.honeypool.proxy.events.EventDispatcher;
import io.honeypool.proxy.events.EventEnvelope;
import io.honeypool.proxy.events.EventSink;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.SinkObserver;
import io.honeypool.proxy.events.TestEvents;
import io.honeypool.proxy.events.TransportEvent;
import io.honeypool.proxy.fixture.MemorySocket;
import io.honeypool.proxy.lease.GuestPasswords;
import io.honeypool.proxy.lease.HeldLeases;
import io.honeypool.proxy.relay.Taps;
import io.honeypool.proxy.session.RawLogs;
import io.honeypool.proxy.session.RawSettings;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.session.SessionSettings;
import io.honeypool.proxy.session.TestAdmission;
import io.honeypool.proxy.ssh.connection.AttackerConnection;
import io.honeypool.proxy.ssh.connection.ForwardingSettings;
import io.honeypool.proxy.ssh.connection.GlobalReply;
import io.honeypool.proxy.ssh.connection.RelaySettings;
import io.honeypool.proxy.ssh.entrance.AttackerServer;
import io.honeypool.proxy.ssh.landing.LandingPolicy;
import io.honeypool.proxy.ssh.login.LoginServiceFactory;
import io.honeypool.proxy.ssh.persona.HostKeyAnnouncement;
import io.honeypool.proxy.ssh.persona.PersonaFile;
import io.honeypool.proxy.ssh.persona.PersonaServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.SshServer;

/**
 * Everything of the sensor that an attacker's bytes go through until they would reach a guest, without a network and
 * without the time that refusals take. Lets in whoever types {@link #PASSWORD}. For one connection at a time.
 */
final class FuzzedSensor {

    static final String PASSWORD = "in";
    static final byte[] GREETING = "SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();
    private static final int LONGEST_TEXT = 300_000;

    private final List<EventEnvelope> events = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final SessionRegistry registry = new SessionRegistry(
            new EventDispatcher(List.of(new Kept()), Clock.systemUTC(), SinkObserver.NONE),
            TestEvents.SENSOR,
            new SessionSettings(10),
            TestAdmission.UNLIMITED);
    private final HeldLeases leases = new HeldLeases();
    private final SshServer server = AttackerServer.create(address -> false, (source, destination) -> {});
    private boolean open;

    private FuzzedSensor(Path hostKeys, boolean acceptsKeys) {
        KeyPairProvider keys = HostKeys.load(hostKeys);
        TransportEvents transport = new TransportEvents();
        HostKeyAnnouncement announced = PersonaServer.present(server, PersonaFile.load(null), keys, transport);
        AuthSettings auth = new AuthSettings(
                null,
                AuthSettings.Policy.RULES,
                new TriesSettings(2, 5, 10, 10),
                List.of(AuthSettings.Method.values()),
                acceptsKeys ? AuthSettings.PublicKeys.ACCEPT : AuthSettings.PublicKeys.REFUSE,
                6,
                Duration.ofSeconds(2));
        RelaySettings relay =
                new RelaySettings(10, new ForwardingSettings(ForwardingSettings.Policy.RECORD, List.of()));
        server.setServiceFactories(List.of(
                new LoginServiceFactory(
                        auth,
                        login -> login.password().equals(PASSWORD)
                                ? new LoginDecision.Accepted()
                                : new LoginDecision.Refused(),
                        ssh -> AttackerSessions.of(ssh).session(),
                        (duration, next) -> next.run()),
                new AttackerConnection.Factory(
                        FuzzedSensor::peers,
                        relay,
                        (attacker, type, request) -> prove(announced, attacker, type, request))));
        RawSettings raw = new RawSettings(List.of(), 1, 1);
        server.addSessionListener(new AttackerSessions(
                registry,
                new GuestLinks(
                        leases.leases(),
                        (grant, endpoint) -> {
                            throw new java.io.IOException("no gateway");
                        },
                        LandingPolicy.GUEST_ACCOUNT,
                        GuestPasswords.open(hostKeys.resolve("guest-passwords.json"))),
                new RawLogs(raw),
                Taps.NONE));
        server.addSessionListener(transport);
        server.addSessionListener(new Failures());
    }

    /** A sensor as it stands in the world. */
    static FuzzedSensor start(Path hostKeys) {
        return new FuzzedSensor(hostKeys, false);
    }

    /** A sensor that encrypts nothing, whose keys are exchanged by {@link #exchangeKeys}. */
    static FuzzedSensor startInTheClear(Path hostKeys, boolean acceptsKeys) {
        FuzzedSensor sensor = new FuzzedSensor(hostKeys, acceptsKeys);
        sensor.server.setCipherFactories(List.of(BuiltinCiphers.none));
        sensor.server.setMacFactories(List.of(NoMac.FACTORY));
        return sensor;
    }

    private static AttackerConnection.Peers peers(Session ssh) {
        AttackerSessions.Attacker attacker = AttackerSessions.of(ssh);
        return new AttackerConnection.Peers(attacker.session().events(), attacker.guest(), attacker.tapped());
    }

    private static @org.jspecify.annotations.Nullable GlobalReply prove(
            HostKeyAnnouncement announced,
            Session attacker,
            String type,
            org.apache.sshd.common.util.buffer.Buffer request) {
        return HostKeyAnnouncement.PROVE.equals(type)
                ? announced
                        .prove(attacker, request)
                        .map(proof -> GlobalReply.success(new ByteArrayBuffer(proof)))
                        .orElseGet(GlobalReply::failure)
                : null;
    }

    /** What a client sends up to its NEWKEYS, to a sensor in the clear. */
    static byte[] exchangeKeys(boolean strict) {
        byte[] point = new byte[32];
        point[0] = 9;
        String methods = "curve25519-sha256,ext-info-c" + (strict ? ",kex-strict-c-v00@openssh.com" : "");
        return join(
                GREETING,
                keyExchange(methods, "ssh-ed25519", "none", "none", "none"),
                packet(join(new byte[] {30}, string(point))),
                packet((byte) 21));
    }

    /** An attacker connects. */
    MemorySocket connect() {
        assertThat(open).as("one connection at a time").isFalse();
        open = true;
        events.clear();
        failures.clear();
        return MemorySocket.open(server.getSessionFactory());
    }

    /**
     * The attacker goes. Waits until nothing of the connection is left, and checks what has to be true of every one.
     *
     * @param received how many bytes the attacker has sent
     * @return its events
     */
    List<HoneypotEvent> end(MemorySocket socket, int received) {
        socket.end();
        leases.refuse();
        await();
        open = false;
        List<HoneypotEvent> all = ofTheLast();
        assertThat(all.getFirst()).isInstanceOf(HoneypotEvent.SessionConnected.class);
        assertThat(count(all, HoneypotEvent.SessionConnected.class)).isOne();
        assertThat(count(all, HoneypotEvent.SessionClosed.class)).isOne();
        assertThat(count(all, TransportEvent.ProtocolError.class)).isLessThanOrEqualTo(1);
        all.forEach(FuzzedSensor::checkText);
        assertThat(socket.sent()).as("answer to %d bytes", received).hasSizeLessThan(16_384 + 64 * received);
        failures.forEach(FuzzedSensor::checkFailure);
        return all;
    }

    private void await() {
        long start = System.nanoTime();
        while (registry.size() > 0 || count(ofTheLast(), HoneypotEvent.SessionClosed.class) == 0) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                fail("a session is left, with " + events);
            }
            LockSupport.parkNanos(20_000);
        }
    }

    /** The events of the last connection; one before it may have late ones among them. */
    private List<HoneypotEvent> ofTheLast() {
        List<EventEnvelope> all = List.copyOf(events);
        return all.stream()
                .filter(envelope -> envelope.event() instanceof HoneypotEvent.SessionConnected)
                .reduce((first, second) -> second)
                .map(last -> all.stream()
                        .filter(envelope -> envelope.identity().equals(last.identity()))
                        .map(EventEnvelope::event)
                        .toList())
                .orElse(List.of());
    }

    static long count(List<HoneypotEvent> events, Class<? extends HoneypotEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }

    private static void checkText(HoneypotEvent event) {
        checkText(event.message());
        event.fields().values().forEach(FuzzedSensor::checkText);
    }

    private static void checkText(Object value) {
        if (value instanceof Collection<?> list) {
            list.forEach(FuzzedSensor::checkText);
        } else if (value instanceof String text) {
            assertThat(text.length()).isLessThanOrEqualTo(LONGEST_TEXT);
            assertThat(text.chars().noneMatch(Character::isISOControl)).as(text).isTrue();
        }
    }

    /** What reading may fail with: what says that it cannot be read, or whatever the libraries beneath us throw. */
    private static void checkFailure(Throwable failure) {
        boolean thoughtOf = failure instanceof IOException
                || failure instanceof BufferException
                || failure instanceof GeneralSecurityException
                || (failure instanceof RuntimeException && !isOurs(failure));
        if (!thoughtOf) {
            throw new AssertionError("a failure that nobody thought of", failure);
        }
    }

    private static boolean isOurs(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                .findFirst()
                .filter(name -> name.startsWith("io.honeypool."))
                .isPresent();
    }

    private final class Failures implements SessionListener {
        @Override
        public void sessionException(Session ssh, Throwable failure) {
            failures.add(failure);
        }
    }

    private final class Kept implements EventSink {

        @Override
        public String name() {
            return "fuzz";
        }

        @Override
        public void write(EventEnvelope event) {
            events.add(event);
        }

        @Override
        public void close() {
            // never is
        }
    }
}
