package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.testing.RunningPool;
import io.honeypool.pool.testing.SensorEvents;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Events that are too old or too many go, session by session, and the figures agree with what is left. */
class EventExpiryIT {

    private static final int MANY = 12_000;

    private final RunningPool pool = RunningPool.start();
    private final Instant now = Instant.now();

    @AfterEach
    void stop() throws IOException {
        pool.close();
    }

    @Test
    void aSessionGoesWhenItsLastEventIsTooOld() {
        session("aaaaaaaaaaa1", now.minus(Duration.ofDays(91)), 3);
        session("aaaaaaaaaaa2", now.minus(Duration.ofDays(89)), 3);
        session("aaaaaaaaaaa3", now.minus(Duration.ofDays(91)), 3);
        session("aaaaaaaaaaa3", now, 1);

        restart();

        await().untilAsserted(() -> assertThat(sessions()).containsExactly("aaaaaaaaaaa2", "aaaaaaaaaaa3"));
        assertThat(events()).isEqualTo(3 + 4);
        assertFiguresAgree();
        await().untilAsserted(() -> assertThat(metric("honeypool_pool_events ")).isEqualTo(7));
        assertThat(metric("honeypool_pool_events_expired_total{reason=\"AGE\"}"))
                .isEqualTo(3);
        assertThat(metric("honeypool_pool_events_expired_total{reason=\"QUOTA\"}"))
                .isZero();
    }

    @Test
    void theOldestMakeWayWhereThereIsTooMuch() {
        session("aaaaaaaaaaa1", now.minusSeconds(300), 10);
        session("aaaaaaaaaaa2", now.minusSeconds(200), 10);
        session("aaaaaaaaaaa3", now.minusSeconds(100), 10);
        long all = bytes();

        pool.restart("honeypool.pool.events.quota", all - 1 + "B");

        await().untilAsserted(() -> assertThat(sessions()).containsExactly("aaaaaaaaaaa2", "aaaaaaaaaaa3"));
        assertThat(events()).isEqualTo(20);
        assertFiguresAgree();
        assertThat(bytes()).isLessThan(all);
    }

    @Test
    void aClockThatIsAheadKeepsNothingForLonger() {
        session("aaaaaaaaaaa1", now.plus(Duration.ofDays(9_000)), 10);
        session("aaaaaaaaaaa2", now, 10);
        session("aaaaaaaaaaa3", now, 10);

        pool.restart("honeypool.pool.events.quota", bytes() - 1 + "B");

        await().untilAsserted(() -> assertThat(events()).isEqualTo(20));
        assertThat(sessions()).contains("aaaaaaaaaaa3").hasSize(2);
    }

    @Test
    void nothingGoesWhereNothingIsToGo() {
        session("aaaaaaaaaaa1", now.minus(Duration.ofDays(9_000)), 10);

        pool.restart("honeypool.pool.events.quota", "0");

        await().untilAsserted(() -> assertThat(metric("honeypool_pool_events ")).isEqualTo(10));
        assertThat(events()).isEqualTo(10);
    }

    @Test
    void aKillInTheMiddleLeavesWhatTheNextStartGoesOnWith() throws SQLException {
        long before = many();
        session("aaaaaaaaaaa2", now.minus(Duration.ofDays(99)), 10);
        try (Connection holder = pool.databaseConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM attacker_session WHERE session = 'aaaaaaaaaaa2' FOR UPDATE");
            restart();
            await().until(() -> aside() < before);
            pool.kill();
        }

        assertThat(aside()).isPositive();
        assertFiguresAgree();

        pool.restart();
        await().untilAsserted(() -> assertThat(events()).isZero());
        assertThat(sessions()).isEmpty();
        assertFiguresAgree();
    }

    @Test
    void ofSeveralPoolsOneDoesItAtATime() throws IOException {
        long before = many();

        try (RunningPool other = pool.another("pool-b", "honeypool.pool.events.retention", "90d")) {
            restart();
            await().untilAsserted(() -> assertThat(events()).isZero());

            await().untilAsserted(
                            () -> assertThat(expired(pool) + expired(other)).isEqualTo(before));
            assertFiguresAgree();
        }
    }

    /** With a retention, which it did not have while the events came. */
    private void restart() {
        pool.restart("honeypool.pool.events.retention", "90d");
    }

    private long many() {
        Instant old = now.minus(Duration.ofDays(100));
        for (int i = 0; i < MANY; i += 1_000) {
            session("aaaaaaaaaaa1", old, 1_000);
        }
        return events();
    }

    private void session(String session, Instant from, int events) {
        List<String> all = IntStream.range(0, events)
                .mapToObj(i -> SensorEvents.event(
                        session, "203.0.113.7", "cowrie.command.input", from.plusMillis(i), ",\"input\":\"id\""))
                .toList();
        assertThat(new SensorEvents(pool.api("sensor"), "edge-1").send(all)).isEqualTo(events);
    }

    private void assertFiguresAgree() {
        JdbcClient database = pool.databaseAside();
        assertThat(database.sql("SELECT events || ' ' || bytes FROM event_total")
                        .query(String.class)
                        .single())
                .isEqualTo(database.sql("SELECT count(*) || ' ' || coalesce(sum(bytes), 0) FROM event")
                        .query(String.class)
                        .single());
        assertThat(database.sql("""
                                SELECT count(*) FROM event e WHERE NOT EXISTS (
                                    SELECT FROM attacker_session s WHERE s.sensor = e.sensor AND s.session = e.session)""").query(Long.class).single()).isZero();
    }

    private List<String> sessions() {
        return pool.database()
                .sql("SELECT session FROM attacker_session ORDER BY session")
                .query((row, number) -> row.getString(1))
                .list();
    }

    private long events() {
        return pool.database()
                .sql("SELECT count(*) FROM event")
                .query(Long.class)
                .single();
    }

    private long bytes() {
        return pool.database()
                .sql("SELECT sum(bytes) FROM event_total")
                .query(Long.class)
                .single();
    }

    private long aside() {
        return pool.databaseAside()
                .sql("SELECT count(*) FROM event")
                .query(Long.class)
                .single();
    }

    private long metric(String name) {
        return metric(pool, name);
    }

    private static long expired(RunningPool of) {
        return metric(of, "honeypool_pool_events_expired_total{reason=\"AGE\"}");
    }

    private static long metric(RunningPool of, String name) {
        return of.management("metrics")
                .call("GET", "/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }
}
