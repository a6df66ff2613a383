package io.honeypool.proxy.events;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;

/** The events of one session: adds its identity to each and keeps the first and the last one unique. Thread-safe. */
public final class EventLog {

    private final EventIdentity identity;
    private final EventDispatcher dispatcher;
    private final Clock clock;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final long startMillis;

    EventLog(EventIdentity identity, EventDispatcher dispatcher, Clock clock) {
        this.identity = identity;
        this.dispatcher = dispatcher;
        this.clock = clock;
        this.startMillis = clock.millis();
        record(new HoneypotEvent.SessionConnected(identity.sourceAddress(), identity.sourcePort()));
    }

    /** Whose events these are. */
    public EventIdentity identity() {
        return identity;
    }

    /** Records a fact; after {@link #close} it is marked late. Never blocks, never throws. */
    public void record(HoneypotEvent event) {
        dispatcher.dispatch(new EventEnvelope(identity, event, clock.instant(), closed.get()));
    }

    /** Records the end of the session, once. */
    public void close() {
        HoneypotEvent last = new HoneypotEvent.SessionClosed(Math.max(0, clock.millis() - startMillis));
        EventEnvelope envelope = new EventEnvelope(identity, last, clock.instant(), false);
        if (closed.compareAndSet(false, true)) {
            dispatcher.dispatch(envelope);
        }
    }
}
