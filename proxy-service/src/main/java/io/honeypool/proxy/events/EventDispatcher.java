package io.honeypool.proxy.events;

import java.time.Clock;
import java.util.List;

/**
 * Hands every event to every sink, each through its own {@link SinkQueue}, so that a slow or failing sink holds up
 * neither a session nor another sink. Closing it drains the queues.
 */
public final class EventDispatcher implements AutoCloseable {

    private final List<SinkQueue> queues;
    private final Clock clock;

    public EventDispatcher(List<EventSink> sinks, Clock clock, SinkObserver observer) {
        this.clock = clock;
        this.queues = sinks.stream().map(sink -> new SinkQueue(sink, observer)).toList();
    }

    /** Opens the event log of a session, which records that it connected. */
    public EventLog open(EventIdentity identity) {
        return new EventLog(identity, this, clock);
    }

    /** Records a fact about a session that has no event log any more. Never blocks. */
    public void record(EventIdentity identity, HoneypotEvent event) {
        dispatch(new EventEnvelope(identity, event, clock.instant(), false));
    }

    void dispatch(EventEnvelope event) {
        queues.forEach(queue -> queue.offer(event));
    }

    /** Stops taking events and waits, for a bounded time, until the sinks have what was taken. */
    @Override
    public void close() {
        queues.forEach(SinkQueue::close);
    }
}
