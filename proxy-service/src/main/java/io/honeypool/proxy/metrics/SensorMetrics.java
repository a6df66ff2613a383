package io.honeypool.proxy.metrics;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.capture.FileCapture;
import io.honeypool.proxy.events.CaptureEvent;
import io.honeypool.proxy.events.EventEnvelope;
import io.honeypool.proxy.events.EventSink;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.LandingEvent;
import io.honeypool.proxy.events.SinkObserver;
import io.honeypool.proxy.session.SessionRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;

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
        for (LoginProtocol protocol : LoginProtocol.values()) {
            Gauge.builder("honeypool.sensor.sessions", sessions, registry -> registry.size(protocol))
                    .description("Attacker connections that are open")
                    .tag("protocol", protocol.label())
                    .register(meters);
        }
    }

    /** Shows how much room artifacts take. */
    public void watch(FileCapture capture) {
        Gauge.builder("honeypool.sensor.artifacts.size", capture, FileCapture::usedBytes)
                .description("Bytes that artifacts take")
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public void write(EventEnvelope event) {
        String protocol = event.identity().protocol().label();
        meters.counter("honeypool.sensor.events", "eventid", event.event().eventId(), "protocol", protocol)
                .increment();
        if (event.event() instanceof HoneypotEvent.SessionLimited(String limit)) {
            meters.counter("honeypool.sensor.limited", "limit", limit, "protocol", protocol)
                    .increment();
        }
        if (event.event() instanceof CaptureEvent capture) {
            count(capture);
        }
        if (event.event() instanceof LandingEvent landing) {
            meters.counter(
                            "honeypool.sensor.landings",
                            "outcome",
                            landing.outcome().label())
                    .increment();
        }
    }

    private void count(CaptureEvent capture) {
        switch (capture) {
            case CaptureEvent.FileUploaded(CaptureEvent.Kept file) -> count(file, "in");
            case CaptureEvent.FileDownloaded(CaptureEvent.Kept file) -> count(file, "out");
            case CaptureEvent.ArtifactIncomplete incomplete ->
                meters.counter(
                                "honeypool.sensor.artifacts.incomplete",
                                "reason",
                                incomplete.reason().label())
                        .increment();
            case CaptureEvent.SftpOperation _ -> {
                // is counted as an event
            }
        }
    }

    private void count(CaptureEvent.Kept file, String direction) {
        meters.counter(
                        "honeypool.sensor.artifacts",
                        "method",
                        file.method().label(),
                        "direction",
                        direction,
                        "duplicate",
                        Boolean.toString(file.duplicate()))
                .increment();
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

    @Override
    public void rejected(String sink) {
        meters.counter("honeypool.sensor.sink.rejected", "sink", sink).increment();
    }
}
