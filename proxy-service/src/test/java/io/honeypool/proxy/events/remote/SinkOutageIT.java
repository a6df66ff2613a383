package io.honeypool.proxy.events.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.EventDispatcher;
import io.honeypool.proxy.events.EventEnvelope;
import io.honeypool.proxy.events.EventIdentity;
import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.events.EventSink;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.SinkObserver;
import io.honeypool.proxy.events.SpooledSink;
import io.honeypool.proxy.events.TestEvents;
import io.honeypool.proxy.fixture.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All sinks on other hosts at once, 200 events a second, with every server away for a while. How many seconds that is
 * says the system property {@code honeypool.test.outage}.
 */
class SinkOutageIT {

    private static final int AWAY_SECONDS = Integer.getInteger("honeypool.test.outage", 5);
    private static final int BEFORE_AND_AFTER_SECONDS = 5;
    private static final int RATE = 200;
    private static final int SESSIONS = 20;
    private static final long ROOM = 1L << 30;

    /** Each server gets all that it missed, as fast as it takes it. */
    private static final Duration PATIENCE = Duration.ofSeconds(120L + 2L * AWAY_SECONDS);

    @TempDir
    private Path directory;

    private final List<OutageTarget> targets = new ArrayList<>();
    private final AtomicInteger recorded = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final Witness witness = new Witness();
    private volatile boolean over;

    @BeforeEach
    void startServers() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1");
        targets.add(OutageTargets.kafka(directory, keys));
        targets.add(OutageTargets.openSearch(directory));
        targets.add(OutageTargets.syslog(directory, keys));
        targets.add(OutageTargets.webhook(directory));
        targets.add(OutageTargets.pool());
    }

    @AfterEach
    void stopServers() {
        over = true;
        targets.forEach(OutageTarget::close);
    }

    @Test
    void everyEventIsInEverySinkInOrder() throws Exception {
        List<EventSink> sinks = new ArrayList<>();
        sinks.add(witness);
        targets.forEach(target ->
                sinks.add(SpooledSink.start(target.transport(), directory.resolve("spool"), ROOM, new Observer())));
        try (EventDispatcher dispatcher = new EventDispatcher(sinks, Clock.systemUTC(), new Observer())) {
            CompletableFuture<Void> source = CompletableFuture.runAsync(
                    () -> record(dispatcher), task -> Thread.ofPlatform().start(task));
            awaitEventsOf(BEFORE_AND_AFTER_SECONDS, source);
            for (OutageTarget target : targets) {
                target.stop();
            }
            awaitEventsOf(AWAY_SECONDS, source);
            for (OutageTarget target : targets) {
                target.start();
            }
            awaitEventsOf(BEFORE_AND_AFTER_SECONDS, source);
            over = true;
            source.join();
            await().until(() -> witness.events.size() == recorded.get());
            for (OutageTarget target : targets) {
                await(target.transport().name())
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> target.arrived().size() >= recorded.get());
            }
        }
        assertThat(lost).hasValue(0);
        Map<String, List<JsonNode>> expected = bySession(witness.events);
        for (OutageTarget target : targets) {
            List<JsonNode> arrived = target.arrived();
            assertThat(arrived).as(target.transport().name()).hasSize(recorded.get());
            bySession(arrived).forEach((session, events) -> {
                if (target.isOrdered()) {
                    assertThat(inputs(events))
                            .as(target.transport().name())
                            .isEqualTo(inputs(expected.getOrDefault(session, List.of())));
                } else {
                    assertThat(inputs(events))
                            .as(target.transport().name())
                            .containsExactlyInAnyOrderElementsOf(inputs(expected.getOrDefault(session, List.of())));
                }
            });
        }
    }

    /** Each session connects, types what it has to say, numbered, and leaves. */
    private void record(EventDispatcher dispatcher) {
        List<EventLog> sessions = IntStream.range(0, SESSIONS)
                .mapToObj(number -> new EventIdentity(
                        "%012x".formatted(number),
                        LoginProtocol.SSH,
                        "192.0.2." + number,
                        40_000 + number,
                        "198.51.100.1",
                        22,
                        TestEvents.SENSOR))
                .map(dispatcher::open)
                .toList();
        recorded.addAndGet(SESSIONS);
        long begun = System.nanoTime();
        for (int number = 0; !over; number++) {
            long due = begun + number * Duration.ofSeconds(1).toNanos() / RATE;
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            sessions.get(number % SESSIONS).record(new HoneypotEvent.CommandInput("echo é " + number));
            recorded.incrementAndGet();
        }
        sessions.forEach(EventLog::close);
        recorded.addAndGet(SESSIONS);
    }

    /** Waits until so many seconds' events were recorded since now. */
    private void awaitEventsOf(int seconds, CompletableFuture<Void> source) {
        int enough = recorded.get() + seconds * RATE;
        await().atMost(PATIENCE.plusSeconds(seconds)).until(() -> recorded.get() >= enough || source.isDone());
    }

    private static Map<String, List<JsonNode>> bySession(List<JsonNode> events) {
        return events.stream()
                .collect(Collectors.groupingBy(event -> event.path("session").asString()));
    }

    private static List<String> inputs(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("eventid").asString() + " "
                        + event.path("input").asString("") + " "
                        + event.path("timestamp").asString())
                .toList();
    }

    private final class Observer implements SinkObserver {

        @Override
        public void dropped(String sink) {
            lost.incrementAndGet();
        }

        @Override
        public void rejected(String sink) {
            lost.incrementAndGet();
        }
    }

    /** A sink that is here. */
    private static final class Witness implements EventSink {

        private final List<JsonNode> events = Collections.synchronizedList(new ArrayList<>());

        @Override
        public String name() {
            return "witness";
        }

        @Override
        public void write(EventEnvelope event) {
            events.add(JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(event.asMap())));
        }

        @Override
        public void close() {
            // keeps what it has
        }
    }
}
