package io.honeypool.proxy.session;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.common.lease.SourceAddress;
import io.honeypool.proxy.events.EventLog;
import java.util.ArrayDeque;
import java.util.Deque;
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
    private final Deque<AutoCloseable> attached = new ArrayDeque<>();
    private boolean closed;
    private volatile boolean guestUsed;

    Session(SourceAddress source, EventLog events, Runnable onClosed) {
        this.source = source;
        this.events = events;
        this.onClosed = onClosed;
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
