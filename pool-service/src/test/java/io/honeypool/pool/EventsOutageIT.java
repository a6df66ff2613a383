package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.testing.RunningPool;
import io.honeypool.pool.testing.SensorEvents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sensors that repeat each batch until it is acknowledged, while the pool dies and its database is out of reach. */
class EventsOutageIT {

    private static final int SENSORS = 2;
    private static final int SESSIONS = 4;
    private static final int BATCHES = 300;
    private static final int BATCH = 20;

    private final RunningPool pool = RunningPool.start();
    private final Instant now = Instant.now();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    @AfterEach
    void stop() throws IOException {
        pool.close();
    }

    @Test
    void eachEventIsThereOnceAndInOrder() {
        List<CompletableFuture<Void>> sensors = IntStream.range(0, SENSORS)
                .mapToObj(sensor -> CompletableFuture.runAsync(() -> sendAll(sensor), Thread::startVirtualThread))
                .toList();
        List<Runnable> outages = List.of(this::cut, this::kill, pool::restart, this::cut, this::kill);
        for (int outage = 0; outage < outages.size(); outage++) {
            awaitBatches((outage + 1) * SENSORS * BATCHES / (outages.size() + 1));
            outages.get(outage).run();
        }
        sensors.forEach(CompletableFuture::join);

        assertThat(acknowledged).hasValue(SENSORS * BATCHES);
        assertThat(failed.get()).isGreaterThanOrEqualTo(outages.size());
        Map<String, List<String>> expected = IntStream.range(0, SENSORS)
                .boxed()
                .flatMap(sensor -> IntStream.range(0, SESSIONS).mapToObj(session -> session(sensor, session)))
                .collect(Collectors.toMap(session -> session, EventsOutageIT::inputs));
        assertThat(stored()).isEqualTo(expected);
        assertThat(pool.database()
                        .sql("SELECT sum(events) FROM event_total")
                        .query(Long.class)
                        .single())
                .isEqualTo(SENSORS * BATCHES * BATCH);
    }

    /** Until something that was sent in the meantime was refused. */
    private void cut() {
        int before = failed.get();
        pool.link().cut();
        await().until(() -> failed.get() > before);
        pool.link().mend();
    }

    private void kill() {
        pool.kill();
        pool.restart();
    }

    private void awaitBatches(int number) {
        await().until(() -> acknowledged.get() >= number);
    }

    private void sendAll(int sensor) {
        for (int batch = 0; batch < BATCHES; batch++) {
            String body = SensorEvents.batch("edge-" + sensor, events(sensor, batch));
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(() -> isAcknowledged(body));
            acknowledged.incrementAndGet();
        }
    }

    private boolean isAcknowledged(String batch) {
        int status;
        try {
            status = pool.api("sensor").call("POST", "/api/v1/events", batch).status();
        } catch (IllegalStateException unreachable) {
            status = 0;
        }
        if (status != 200) {
            failed.incrementAndGet();
        }
        return status == 200;
    }

    /** The sessions in turn, each with a number in its input. */
    private List<String> events(int sensor, int batch) {
        return IntStream.range(batch * BATCH, (batch + 1) * BATCH)
                .mapToObj(number -> SensorEvents.event(
                        session(sensor, number % SESSIONS),
                        "203.0.113.7",
                        "cowrie.command.input",
                        now.plusMillis(number),
                        ",\"input\":\"" + number + "\""))
                .toList();
    }

    private static String session(int sensor, int session) {
        return "aaaaaaaaaa" + sensor + session;
    }

    private static List<String> inputs(String session) {
        int first = Character.digit(session.charAt(session.length() - 1), 10);
        return Stream.iterate(first, number -> number < BATCHES * BATCH, number -> number + SESSIONS)
                .map(String::valueOf)
                .toList();
    }

    private Map<String, List<String>> stored() {
        return pool
                .database()
                .sql("SELECT session, body ->> 'input' AS input FROM event ORDER BY number")
                .query((row, number) -> Map.entry(row.getString("session"), row.getString("input")))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }
}
