package io.honeypool.proxy.ssh;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.relay.TappedSession;
import io.honeypool.proxy.relay.Taps;
import io.honeypool.proxy.session.RawLogs;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.ssh.entrance.AttackerSocket;
import io.honeypool.proxy.ssh.login.TypedLogin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties MINA's sessions to ours: admits them, names them, begins their guest link and closes them together. */
final class AttackerSessions implements SessionListener {

    private static final Logger log = LoggerFactory.getLogger(AttackerSessions.class);
    private static final AttributeKey<Attacker> ATTACKER = new AttributeKey<>();

    /** Time an attacker has to take what was sent before its connection is cut. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String NO_ROOM = "Exceeded MaxStartups\r\n";

    private final SessionRegistry registry;
    private final GuestLinks guests;
    private final RawLogs raw;
    private final Taps taps;

    AttackerSessions(SessionRegistry registry, GuestLinks guests, RawLogs raw, Taps taps) {
        this.registry = registry;
        this.guests = guests;
        this.raw = raw;
        this.taps = taps;
    }

    /** Who is at the other end of a MINA session that was admitted. */
    static Attacker of(org.apache.sshd.common.session.Session ssh) {
        return Objects.requireNonNull(ssh.getAttribute(ATTACKER), "a session that was never admitted");
    }

    @Override
    public void sessionCreated(org.apache.sshd.common.session.Session ssh) {
        if (!(ssh.getIoSession().getRemoteAddress() instanceof InetSocketAddress source)
                || !(ssh.getIoSession().getLocalAddress() instanceof InetSocketAddress destination)) {
            ssh.close(true);
            return;
        }
        registry.admit(LoginProtocol.SSH, source, destination)
                .ifPresentOrElse(session -> admitted(ssh, session), () -> turnAway(ssh));
    }

    /** OpenSSH tells whom it has no room for (drop_connection in sshd.c); one that stops says nothing. */
    private void turnAway(org.apache.sshd.common.session.Session ssh) {
        if (registry.isShutDown()) {
            ssh.close(true);
            return;
        }
        try {
            ssh.getIoSession().writeBuffer(new ByteArrayBuffer(NO_ROOM.getBytes(StandardCharsets.US_ASCII)));
            // nothing follows it, not even our identification
            ssh.getIoSession().close(false);
        } catch (IOException e) {
            ssh.close(true);
        }
    }

    private void admitted(org.apache.sshd.common.session.Session ssh, Session session) {
        GuestLink guest = guests.linkFor(session, ssh.getIoSession());
        ssh.setAttribute(ATTACKER, new Attacker(session, guest, taps.watch(session)));
        if (ssh.getIoSession() instanceof AttackerSocket socket) {
            socket.onTraffic(session::markTraffic);
            raw.logFor(session).ifPresent(socket::record);
        }
        session.attach(() -> Closing.closeWithin(PATIENCE, ssh));
    }

    @Override
    public void sessionPeerIdentificationReceived(
            org.apache.sshd.common.session.Session ssh, String version, List<String> extraLines) {
        record(ssh, new HoneypotEvent.ClientVersion(AttackerText.escape(version)));
    }

    @Override
    public void sessionEvent(org.apache.sshd.common.session.Session ssh, Event event) {
        if (event == Event.Authenticated && registry.loggedIn(of(ssh).session())) {
            of(ssh).guest().begin(TypedLogin.of(ssh));
        }
    }

    @Override
    public void sessionException(org.apache.sshd.common.session.Session ssh, Throwable failure) {
        log.debug("{}: {}", ssh, failure.toString());
    }

    @Override
    public void sessionClosed(org.apache.sshd.common.session.Session ssh) {
        Attacker attacker = ssh.getAttribute(ATTACKER);
        if (attacker != null) {
            attacker.session().closeInBackground();
        }
    }

    /** Records an event of an admitted session. */
    static void record(org.apache.sshd.common.session.Session ssh, HoneypotEvent event) {
        Attacker attacker = ssh.getAttribute(ATTACKER);
        if (attacker != null) {
            attacker.session().events().record(event);
        }
    }

    /** Our session, its guest link and who reads along. */
    record Attacker(Session session, GuestLink guest, TappedSession tapped) {}
}
