package io.honeypool.proxy.events.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.SpooledEvent;
import io.honeypool.proxy.fixture.RealRsyslog;
import io.honeypool.proxy.fixture.ServerProgram;
import io.honeypool.proxy.fixture.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events at a real rsyslog. */
class SyslogIT {

    private static final int BATCH = 50;

    @TempDir
    private static Path directory;

    private static TestKeys keys;
    private static Path authority;

    @BeforeAll
    static void makeKeys() throws IOException, InterruptedException {
        keys = TestKeys.make(directory, "ip:127.0.0.1");
        authority = keys.authority(directory.resolve("authority.pem"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachEventIsThereInOrderAfterOutages(boolean tls) throws Exception {
        List<SpooledEvent> events = RemoteEvents.of("aaaaaaaaaaaa", "192.0.2.7", 200 * BATCH);
        try (RealRsyslog rsyslog = RealRsyslog.start(directory.resolve("tls-" + tls), tls ? keys : null);
                Syslog syslog = Syslog.of(settings(rsyslog.port(), tls, tls ? authority : null), "127.0.0.1")) {
            RemoteEvents.deliver(syslog, events.subList(0, BATCH));
            CompletableFuture<Void> outages = CompletableFuture.runAsync(
                    () -> IntStream.range(0, 3).forEach(outage -> restart(rsyslog.server())));
            int next = BATCH;
            while (next < events.size() && (!outages.isDone() || next < 20 * BATCH)) {
                RemoteEvents.deliver(syslog, events.subList(next, next + BATCH));
                next += BATCH;
            }
            outages.join();
            RemoteEvents.deliver(syslog, events.subList(next - BATCH, next));

            assertThat(rsyslog.messages().stream().distinct().toList())
                    .isEqualTo(events.subList(0, next).stream()
                            .map(SpooledEvent::json)
                            .toList());
        }
    }

    @Test
    void aLongEventArrivesWhole() throws Exception {
        SpooledEvent event = new SpooledEvent(
                UUID.randomUUID(), "{\"eventid\":\"cowrie.command.input\",\"input\":\"" + "é".repeat(150_000) + "\"}");
        try (RealRsyslog rsyslog = RealRsyslog.start(directory.resolve("long"), null);
                Syslog syslog = Syslog.of(settings(rsyslog.port(), false, null), "127.0.0.1")) {
            RemoteEvents.deliver(syslog, List.of(event));

            assertThat(rsyslog.messages()).containsExactly(event.json());
        }
    }

    @Test
    void aServerWithAnotherCertificateGetsNothing() throws IOException, InterruptedException {
        Path other = TestKeys.make(directory, "ip:127.0.0.1").authority(directory.resolve("other.pem"));
        try (RealRsyslog rsyslog = RealRsyslog.start(directory.resolve("other"), keys);
                Syslog syslog = Syslog.of(settings(rsyslog.port(), true, other), "127.0.0.1")) {
            assertThatIOException().isThrownBy(() -> syslog.send(RemoteEvents.of("aaaaaaaaaaab", "192.0.2.7", 1)));
            assertThat(rsyslog.messages()).isEmpty();
        }
    }

    private static void restart(ServerProgram server) {
        try {
            server.stop();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static EventSettings.Syslog settings(int port, boolean tls, @Nullable Path authority) {
        return new EventSettings.Syslog("127.0.0.1", port, tls, authority, true, EventSettings.Syslog.Format.JSON);
    }
}
