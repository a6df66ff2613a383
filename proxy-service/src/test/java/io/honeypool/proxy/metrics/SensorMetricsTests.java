package io.honeypool.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.capture.ArtifactSettings;
import io.honeypool.proxy.capture.FileCapture;
import io.honeypool.proxy.events.CaptureEvent;
import io.honeypool.proxy.events.EventDispatcher;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.LandingEvent;
import io.honeypool.proxy.events.TestEvents;
import io.honeypool.proxy.session.Session;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.session.SessionSettings;
import io.honeypool.proxy.session.TestAdmission;
import io.honeypool.proxy.shipping.Outbox;
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
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class SensorMetricsTests {

    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 22);

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SensorMetrics metrics = new SensorMetrics(meters);

    @Test
    void openSessionsAndEventsAreCounted() {
        EventDispatcher dispatcher = new EventDispatcher(List.of(metrics), Clock.systemUTC(), metrics);
        Session session = admitTo(dispatcher);
        assertThat(sessions("ssh")).isEqualTo(1);
        assertThat(sessions("telnet")).isZero();

        session.close();
        dispatcher.close();

        assertThat(sessions("ssh")).isZero();
        assertThat(meters.get("honeypool.sensor.events")
                        .tag("eventid", "cowrie.session.closed")
                        .tag("protocol", "ssh")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void everyMeterIsDocumented() throws IOException {
        EventDispatcher dispatcher = new EventDispatcher(List.of(metrics), Clock.systemUTC(), metrics);
        Session session = admitTo(dispatcher);
        session.events().record(new HoneypotEvent.SessionLimited("sessions"));
        session.events().record(new LandingEvent("admin", "admin", LandingEvent.Outcome.MADE, null));
        session.events()
                .record(new CaptureEvent.FileUploaded(new CaptureEvent.Kept(
                        "x", "/tmp/x", "ab/abcd", "abcd", 7, "text/plain", false, CaptureEvent.Method.SFTP)));
        session.events().record(new CaptureEvent.ArtifactIncomplete("/tmp/x", CaptureEvent.Missing.QUOTA, 0));
        try (FileCapture capture = FileCapture.open(
                directory,
                new ArtifactSettings(true, null, DataSize.ofMegabytes(1), DataSize.ofMegabytes(1)),
                Outbox.NONE)) {
            metrics.watch(capture);
        }
        session.close();
        dispatcher.close();
        metrics.failed("jsonl");
        metrics.dropped("jsonl");
        metrics.rejected("webhook");
        new RuleFileMetrics(meters).loaded(3);
        new RecordingMetrics(meters).opened();
        new EvidenceMetrics(meters).waiting(2);
        String page = Files.readString(Path.of("..", "docs", "metrics-sensor.md"));

        assertThat(meters.getMeters())
                .extracting(Meter::getId)
                .extracting(Meter.Id::getName)
                .contains(
                        "honeypool.sensor.limited",
                        "honeypool.sensor.landings",
                        "honeypool.sensor.artifacts",
                        "honeypool.sensor.artifacts.incomplete",
                        "honeypool.sensor.artifacts.size")
                .allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }

    private double sessions(String protocol) {
        return meters.get("honeypool.sensor.sessions")
                .tag("protocol", protocol)
                .gauge()
                .value();
    }

    private Session admitTo(EventDispatcher dispatcher) {
        SessionRegistry registry =
                new SessionRegistry(dispatcher, TestEvents.SENSOR, new SessionSettings(10), TestAdmission.DEFAULTS);
        metrics.watch(registry);
        return registry.admit(LoginProtocol.SSH, ANYWHERE, ANYWHERE).orElseThrow();
    }
}
