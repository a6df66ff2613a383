package io.honeypool.pool.evidence;

import io.honeypool.pool.evidence.ExpiryChoice.OldSession;
import io.honeypool.pool.settings.EventSettings;
import io.honeypool.pool.settings.HoneypoolSettings;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Forgets sessions with all their events, a bounded batch in a transaction of its own. Of several pool services on the
 * database one does it at a time; the others leave it to that one. Whatever ends a batch early, the figures agree with
 * the rows.
 */
@Component
class EventExpiry {

    private static final int MOST_EVENTS = 5_000;
    private static final int MOST_SESSIONS = 200;

    private static final String OLDEST = """
            SELECT sensor, session, bytes,
                   :seconds > 0 AND aged_from < now() - make_interval(secs => :seconds) AS aged
              FROM attacker_session ORDER BY aged_from, sensor, session LIMIT :most FOR UPDATE SKIP LOCKED""";

    private static final String CHOSEN =
            "SELECT * FROM unnest(CAST(:sensors AS text[]), CAST(:sessions AS text[])) AS chosen (sensor, session)";

    private static final String DELETE = """
            WITH doomed AS (
                SELECT event.id FROM (%s) chosen
                  JOIN event ON event.session = chosen.session AND event.sensor = chosen.sensor LIMIT :most
            ), gone AS (
                DELETE FROM event USING doomed WHERE event.id = doomed.id RETURNING event.sensor, event.bytes
            ), less AS (
                UPDATE event_total t SET events = t.events - sums.events, bytes = t.bytes - sums.bytes
                  FROM (SELECT sensor, count(*) AS events, sum(bytes) AS bytes FROM gone GROUP BY sensor) sums
                 WHERE t.sensor = sums.sensor
            )
            SELECT count(*) FROM gone""".formatted(CHOSEN);

    /** After {@link #DELETE}, and thus with sight of what came while its session was being locked. */
    private static final String END = """
            DELETE FROM attacker_session s USING (%s) chosen
             WHERE s.sensor = chosen.sensor AND s.session = chosen.session
               AND NOT EXISTS (SELECT FROM event e WHERE e.session = s.session AND e.sensor = s.sensor)""".formatted(CHOSEN);

    private final JdbcClient database;
    private final TransactionOperations transactions;
    private final long retentionSeconds;
    private final long quota;

    EventExpiry(JdbcClient database, TransactionOperations transactions, HoneypoolSettings settings) {
        EventSettings events = settings.pool().events();
        this.database = database;
        this.transactions = transactions;
        this.retentionSeconds = events.retention().toSeconds();
        this.quota = events.quota().toBytes();
    }

    /**
     * What a batch came to.
     *
     * @param sessions that are gone; one with very many events takes several batches
     */
    record Batch(ExpiryReason reason, long events, int sessions) {}

    /**
     * Forgets some.
     *
     * @return empty if nothing is due, or another pool service is at it
     * @throws org.springframework.dao.DataAccessException if the database does not let it
     */
    Optional<Batch> forget() {
        return transactions.execute(status -> isMine() ? next() : Optional.empty());
    }

    /** What there is now. */
    EventTotal total() {
        return database.sql(
                        "SELECT coalesce(sum(events), 0) AS events, coalesce(sum(bytes), 0) AS bytes FROM event_total")
                .query((row, number) -> new EventTotal(row.getLong("events"), row.getLong("bytes")))
                .single();
    }

    private boolean isMine() {
        return database.sql("SELECT pg_try_advisory_xact_lock(hashtextextended('event expiry', 0))")
                .query(Boolean.class)
                .single();
    }

    private Optional<Batch> next() {
        long excess = quota == 0 ? 0 : total().bytes() - quota;
        ExpiryChoice choice = ExpiryChoice.of(oldest(), excess);
        if (choice.sessions().isEmpty()) {
            return Optional.empty();
        }
        long events = chosen(DELETE, choice)
                .param("most", MOST_EVENTS)
                .query(Long.class)
                .single();
        int sessions = chosen(END, choice).update();
        return Optional.of(new Batch(choice.reason(), events, sessions));
    }

    private List<OldSession> oldest() {
        return database.sql(OLDEST)
                .param("seconds", retentionSeconds)
                .param("most", MOST_SESSIONS)
                .query((row, number) -> new OldSession(
                        row.getString("sensor"),
                        row.getString("session"),
                        row.getBoolean("aged"),
                        row.getLong("bytes")))
                .list();
    }

    private JdbcClient.StatementSpec chosen(String statement, ExpiryChoice choice) {
        return database.sql(statement)
                .param(
                        "sensors",
                        choice.sessions().stream().map(OldSession::sensor).toArray(String[]::new))
                .param(
                        "sessions",
                        choice.sessions().stream().map(OldSession::session).toArray(String[]::new));
    }
}
