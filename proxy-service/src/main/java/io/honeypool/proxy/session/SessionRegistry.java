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

/** The open sessions of this sensor; admits new ones up to the limit. Thread-safe. */
public final class SessionRegistry {

    private static final int ID_BYTES = 6;

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final EventDispatcher dispatcher;
    private final SensorIdentity sensor;
    private final SessionSettings settings;
    private boolean shutDown;

    public SessionRegistry(EventDispatcher dispatcher, SensorIdentity sensor, SessionSettings settings) {
        this.dispatcher = dispatcher;
        this.sensor = sensor;
        this.settings = settings;
    }

    /**
     * Admits a connection, or records that it was turned away.
     *
     * @return the session, which the caller closes; empty when the sensor is full
     */
    public Optional<Session> admit(LoginProtocol protocol, InetSocketAddress source, InetSocketAddress destination) {
        SourceAddress address = new SourceAddress(source.getAddress());
        EventLog events = dispatcher.open(new EventIdentity(
                newId(),
                protocol,
                address.toString(),
                source.getPort(),
                new SourceAddress(destination.getAddress()).toString(),
                destination.getPort(),
                sensor));
        String id = events.identity().session();
        String limit;
        synchronized (sessions) {
            limit = shutDown ? "shutdown" : "sessions";
            if (!shutDown && sessions.size() < settings.maximum()) {
                Session session = new Session(address, events, () -> remove(id));
                sessions.put(id, session);
                return Optional.of(session);
            }
        }
        events.record(new HoneypotEvent.SessionLimited(limit));
        events.close();
        return Optional.empty();
    }

    /** How many sessions are open. */
    public int size() {
        return sessions.size();
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
            sessions.remove(id);
            sessions.notifyAll();
        }
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
