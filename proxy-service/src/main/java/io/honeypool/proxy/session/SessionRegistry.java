package io.honeypool.proxy.session;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.common.lease.SourceAddress;
import io.honeypool.proxy.events.EventDispatcher;
import io.honeypool.proxy.events.EventIdentity;
import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.SensorIdentity;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The open sessions of this sensor: admits new ones up to the limits, counts them and lets none outstay its time.
 * Thread-safe.
 */
public final class SessionRegistry {

    private static final int ID_BYTES = 6;
    private static final int PERCENT = 100;

    /** Sources whose tries to log in are remembered. */
    private static final int MOST_SOURCES = 10_000;

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final EventDispatcher dispatcher;
    private final SensorIdentity sensor;
    private final SessionSettings settings;
    private final AdmissionSettings admission;
    private final OpenConnections connections;
    private final LoginRate tries;
    private boolean shutDown;

    public SessionRegistry(
            EventDispatcher dispatcher, SensorIdentity sensor, SessionSettings settings, AdmissionSettings admission) {
        this.dispatcher = dispatcher;
        this.sensor = sensor;
        this.settings = settings;
        this.admission = admission;
        this.connections = new OpenConnections(admission);
        this.tries = new LoginRate(admission.triesPerMinute(), MOST_SOURCES);
    }

    /**
     * Admits a connection, or records that it was turned away.
     *
     * @return the session, which the caller closes; empty when a limit was reached
     */
    public Optional<Session> admit(LoginProtocol protocol, InetSocketAddress source, InetSocketAddress destination) {
        SourceAddress address = new SourceAddress(source.getAddress());
        EventLog events = open(protocol, source, destination);
        String id = events.identity().session();
        int roll = random.nextInt(PERCENT);
        Optional<String> limit;
        synchronized (sessions) {
            limit = limitFor(address, roll);
            if (limit.isEmpty()) {
                Session session = new Session(address, events, () -> remove(id), this::loginRefused);
                sessions.put(id, session);
                connections.enter(address);
                return Optional.of(session);
            }
        }
        events.record(new HoneypotEvent.SessionLimited(limit.get()));
        events.close();
        return Optional.empty();
    }

    /** Records that a connection ended before it could become a session. */
    public void turnAway(
            LoginProtocol protocol, InetSocketAddress source, InetSocketAddress destination, String limit) {
        EventLog events = open(protocol, source, destination);
        events.record(new HoneypotEvent.SessionLimited(limit));
        events.close();
    }

    /**
     * Notes that the attacker was let in.
     *
     * @return false if its source is logged in too often, and the session ends
     */
    public boolean loggedIn(Session session) {
        boolean room;
        synchronized (sessions) {
            if (session.isLoggedIn() || !sessions.containsKey(session.id())) {
                return sessions.containsKey(session.id());
            }
            session.markLoggedIn();
            room = connections.logIn(session.source());
        }
        if (!room) {
            session.endBy("logins-per-source");
        }
        return room;
    }

    /**
     * Ends the sessions that have outstayed their time.
     *
     * @param deadlines by protocol
     * @param nanos the monotonic clock now
     */
    void endLate(Function<LoginProtocol, Deadlines> deadlines, long nanos) {
        for (Session session : sessions.values()) {
            if (!session.isClosed()) {
                deadlines
                        .apply(session.protocol())
                        .passed(session.age(nanos), session.silence(nanos), session.isLoggedIn())
                        .ifPresent(session::endBy);
            }
        }
    }

    /**
     * Counts a login that was refused.
     *
     * @return false if its source tries too often, and the session ends
     */
    boolean loginRefused(Session session) {
        boolean room;
        synchronized (tries) {
            room = admission.isExempt(session.source())
                    || tries.take(admission.sourceKey(session.source()), System.nanoTime());
        }
        if (!room) {
            session.endBy("tries-per-minute");
        }
        return room;
    }

    /** Whether connections from there begin with a PROXY header. */
    public boolean isBalancer(SourceAddress address) {
        return admission.isBalancer(address);
    }

    /** Whether nobody is admitted any more. */
    public boolean isShutDown() {
        synchronized (sessions) {
            return shutDown;
        }
    }

    /** How many sessions are open. */
    public int size() {
        return sessions.size();
    }

    /** How many sessions of a protocol are open. */
    public long size(LoginProtocol protocol) {
        return sessions.values().stream()
                .filter(session -> session.protocol() == protocol)
                .count();
    }

    /**
     * Admits nobody any more, closes every session and waits until that is done.
     *
     * @return whether it was done in time
     */
    public boolean shutDown(Duration patience) throws InterruptedException {
        synchronized (sessions) {
            shutDown = true;
        }
        sessions.values().forEach(Session::closeInBackground);
        return awaitEmpty(patience);
    }

    private boolean awaitEmpty(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (sessions) {
            while (!sessions.isEmpty()) {
                long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    return false;
                }
                sessions.wait(left);
            }
        }
        return true;
    }

    private void remove(String id) {
        synchronized (sessions) {
            Session session = sessions.remove(id);
            if (session != null) {
                connections.leave(session.source(), session.isLoggedIn());
            }
            sessions.notifyAll();
        }
    }

    private Optional<String> limitFor(SourceAddress source, int roll) {
        if (shutDown) {
            return Optional.of("shutdown");
        }
        return sessions.size() < settings.maximum() ? connections.limitFor(source, roll) : Optional.of("sessions");
    }

    private EventLog open(LoginProtocol protocol, InetSocketAddress source, InetSocketAddress destination) {
        return dispatcher.open(new EventIdentity(
                newId(),
                protocol,
                new SourceAddress(source.getAddress()).toString(),
                source.getPort(),
                new SourceAddress(destination.getAddress()).toString(),
                destination.getPort(),
                sensor));
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
