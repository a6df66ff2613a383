package io.honeypool.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.EventDispatcher;
import io.honeypool.proxy.events.TestEvents;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.session.SessionSettings;
import io.honeypool.proxy.session.TestAdmission;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class SensorMetricsTests {

    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 22);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SensorMetrics metrics = new SensorMetrics(meters);

    @Test
    void openSessionsAndEventsAreCounted() {
        EventDispatcher dispatcher = new EventDispatcher(List.of(metrics), Clock.systemUTC(), metrics);
        Session session = admitTo(dispatcher);
        assertThat(meters.get("honeypool.sensor.sessions").gauge().value()).isEqualTo(1);

        session.close();
        dispatcher.close();

        assertThat(meters.get("honeypool.sensor.sessions").gauge().value()).isZero();
        assertThat(meters.get("honeypool.sensor.events")
                        .tag("eventid", "cowrie.session.closed")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void everyMeterIsDocumented() throws IOException {
        EventDispatcher dispatcher = new EventDispatcher(List.of(metrics), Clock.systemUTC(), metrics);
        admitTo(dispatcher).close();
        dispatcher.close();
        metrics.failed("jsonl");
        metrics.dropped("jsonl");
        new RuleFileMetrics(meters).loaded(3);
        String page = Files.readString(Path.of("..", "docs", "metrics-sensor.md"));

        assertThat(meters.getMeters())
                .extracting(Meter::getId)
                .extracting(Meter.Id::getName)
                .hasSizeGreaterThan(3)
                .allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }

    private Session admitTo(EventDispatcher dispatcher) {
        SessionRegistry registry =
                new SessionRegistry(dispatcher, TestEvents.SENSOR, new SessionSettings(10), TestAdmission.DEFAULTS);
        metrics.watch(registry);
        return registry.admit(LoginProtocol.SSH, ANYWHERE, ANYWHERE).orElseThrow();
    }
}
