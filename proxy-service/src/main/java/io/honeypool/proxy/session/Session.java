package io.honeypool.proxy.session;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.common.lease.SourceAddress;
import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.events.HoneypotEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attacker connection as a close scope: what is attached is closed with it, last attached first, then its last
 * event is written. Thread-safe; closing may block and therefore never happens on a protocol's I/O thread.
 */
public final class Session implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private final SourceAddress source;
    private final EventLog events;
    private final Runnable onClosed;
    private final Consumer<Session> onLoginRefused;
    private final Deque<AutoCloseable> attached = new ArrayDeque<>();
    private final long startNanos = System.nanoTime();
    private boolean closed;
    private volatile long trafficNanos = startNanos;
    private volatile boolean loggedIn;
    private volatile boolean guestUsed;

    Session(SourceAddress source, EventLog events, Runnable onClosed, Consumer<Session> onLoginRefused) {
        this.source = source;
        this.events = events;
        this.onClosed = onClosed;
        this.onLoginRefused = onLoginRefused;
    }

    /** 12 hexadecimal digits, unique. */
    public String id() {
        return events.identity().session();
    }

    /** What the attacker speaks. */
    public LoginProtocol protocol() {
        return events.identity().protocol();
    }

    /** Where the attacker comes from. */
    public SourceAddress source() {
        return source;
    }

    /** The session's own event stream. */
    public EventLog events() {
        return events;
    }

    /** Notes that the attacker entered its guest, which is therefore no longer pristine. */
    public void markGuestUsed() {
        guestUsed = true;
    }

    /** Whether the attacker ever entered its guest. */
    public boolean isGuestUsed() {
        return guestUsed;
    }

    /** Notes that something was sent or received just now. */
    public void markTraffic() {
        trafficNanos = System.nanoTime();
    }

    /** Whether the attacker was let in. */
    public boolean isLoggedIn() {
        return loggedIn;
    }

    void markLoggedIn() {
        loggedIn = true;
    }

    /** Counts a login that was refused; one too many of its source ends the session. */
    public void countRefusedLogin() {
        onLoginRefused.accept(this);
    }

    /** Ends the session because of a limit, with an event that names it. */
    public void endBy(String limit) {
        events.record(new HoneypotEvent.SessionLimited(limit));
        closeInBackground();
    }

    /** How long ago the session began, at the given reading of the monotonic clock. */
    Duration age(long nanos) {
        return Duration.ofNanos(nanos - startNanos);
    }

    /** How long nothing was sent or received, at the given reading of the monotonic clock. */
    Duration silence(long nanos) {
        return Duration.ofNanos(nanos - trafficNanos);
    }

    boolean isClosed() {
        synchronized (attached) {
            return closed;
        }
    }

    /** Ties a resource to the session; one that comes too late is closed at once. */
    public void attach(AutoCloseable resource) {
        synchronized (attached) {
            if (!closed) {
                attached.push(resource);
                return;
            }
        }
        closeQuietly(resource);
    }

    /** Closes the session on a thread of its own and returns at once. */
    public void closeInBackground() {
        Thread.ofVirtual().name("close-" + id()).start(this::close);
    }

    @Override
    public void close() {
        synchronized (attached) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            attached.forEach(this::closeQuietly);
        } finally {
            events.close();
            onClosed.run();
        }
    }

    private void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.warn("Session {}: a resource failed to close", id(), e);
        }
    }
}
