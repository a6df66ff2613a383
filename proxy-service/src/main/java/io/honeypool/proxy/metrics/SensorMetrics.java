package io.honeypool.proxy.metrics;

import io.honeypool.proxy.events.EventEnvelope;
import io.honeypool.proxy.events.EventSink;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.SinkObserver;
import io.honeypool.proxy.session.SessionRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The sensor's meters: sessions that are open, events by type, and what became of events on their way to the sinks. It
 * counts events by being a sink itself.
 */
public final class SensorMetrics implements EventSink, SinkObserver {

    private final MeterRegistry meters;

    public SensorMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Shows how many sessions are open. */
    public void watch(SessionRegistry sessions) {
        Gauge.builder("honeypool.sensor.sessions", sessions, SessionRegistry::size)
                .description("Attacker connections that are open")
                .register(meters);
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public void write(EventEnvelope event) {
        meters.counter("honeypool.sensor.events", "eventid", event.event().eventId())
                .increment();
        if (event.event() instanceof HoneypotEvent.SessionLimited(String limit)) {
            meters.counter("honeypool.sensor.limited", "limit", limit).increment();
        }
    }

    @Override
    public void close() {
        // meters live as long as their registry
    }

    @Override
    public void failed(String sink) {
        meters.counter("honeypool.sensor.sink.failures", "sink", sink).increment();
    }

    @Override
    public void dropped(String sink) {
        meters.counter("honeypool.sensor.sink.dropped", "sink", sink).increment();
    }
}
