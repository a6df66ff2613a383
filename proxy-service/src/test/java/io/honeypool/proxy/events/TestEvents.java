package io.honeypool.proxy.events;

import io.honeypool.common.lease.LoginProtocol;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** An event stream that keeps what it gets. */
public final class TestEvents implements EventSink {

    public static final SensorIdentity SENSOR = new SensorIdentity("test", new UUID(0, 1));
    static final EventIdentity IDENTITY =
            new EventIdentity("0123456789ab", LoginProtocol.SSH, "192.0.2.7", 4711, "198.51.100.1", 22, SENSOR);

    private final List<EventEnvelope> events = Collections.synchronizedList(new ArrayList<>());
    private final EventDispatcher dispatcher = new EventDispatcher(List.of(this), Clock.systemUTC(), SinkObserver.NONE);

    public EventDispatcher dispatcher() {
        return dispatcher;
    }

    /** The log of a session. */
    public EventLog log() {
        return dispatcher.open(IDENTITY);
    }

    /** Every event that was dispatched, after the queue has drained; nothing is taken afterwards. */
    public List<HoneypotEvent> drain() {
        dispatcher.close();
        return events.stream().map(EventEnvelope::event).toList();
    }

    List<EventEnvelope> drainEnvelopes() {
        dispatcher.close();
        return List.copyOf(events);
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public void write(EventEnvelope event) {
        events.add(event);
    }

    @Override
    public void close() {
        // keeps what it has
    }
}
