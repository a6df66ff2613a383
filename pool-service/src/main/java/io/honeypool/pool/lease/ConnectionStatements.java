package io.honeypool.pool.lease;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Renews and closes connections and settles what follows for their leases, each in one round trip and one transaction.
 * Rows are locked in the order lease, guest, each in a statement of its own: only the next sees what those who held the
 * lock have done.
 */
@Component
class ConnectionStatements {

    /**
     * Does not wait for the disk. A database that crashes may forget the last moments of renewals and releases, in
     * which case the sensor renews again, or the deadline closes the connection as used.
     */
    private static final String WITHOUT_WAITING = "SELECT set_config('synchronous_commit', 'off', true);\n";

    private static final String LOCK_LEASE = "SELECT 1 FROM lease WHERE id = :lease FOR UPDATE;\n";

    /** Looks at no row but those that it locks and changes, which it sees as they are once it has them. */
    private static final String RENEW = WITHOUT_WAITING + """
            WITH current AS (
                SELECT id FROM lease WHERE id = :lease AND state <> 'ENDED' FOR UPDATE
            ), renewed AS (
                UPDATE lease_connection SET deadline = :deadline, closed_at = NULL, close_reason = NULL
                 WHERE connection_id = :connection AND lease_id = (SELECT id FROM current)
                   AND sensor_id = :sensor AND (closed_at IS NULL OR close_reason = 'EXPIRED')
                RETURNING lease_id
            ), active AS (
                UPDATE lease SET state = 'ACTIVE', last_used_at = :now, expires_at = NULL
                  FROM renewed WHERE lease.id = renewed.lease_id
            )
            SELECT EXISTS (SELECT FROM renewed)""";

    /** Whether the sensor has such a connection, open or not. */
    private static final String KNOWN = """
            SELECT EXISTS (SELECT FROM lease_connection
                            WHERE connection_id = :connection AND lease_id = :lease AND sensor_id = :sensor)
            """;

    /** Closes the connection if it is open, and has its lease fall idle if it was the last and the guest was used. */
    private static final String CLOSE = """
            WITH closed AS (
                UPDATE lease_connection SET closed_at = :now, close_reason = :reason
                 WHERE connection_id = :connection AND lease_id = :lease AND sensor_id = :sensor AND closed_at IS NULL
                RETURNING lease_id
            ), others AS (
                SELECT EXISTS (SELECT FROM lease_connection WHERE lease_id = :lease
                                  AND connection_id <> :connection AND closed_at IS NULL) AS open,
                       EXISTS (SELECT FROM lease_connection WHERE lease_id = :lease
                                  AND connection_id <> :connection AND close_reason <> 'RELEASED_UNUSED') AS used
            ), idle AS (
                UPDATE lease SET state = 'IDLE', last_used_at = :now, expires_at = :expires FROM closed, others
                 WHERE lease.id = :lease AND lease.state <> 'ENDED'
                   AND NOT others.open AND (:used OR others.used)
            )""";

    private static final String USED = WITHOUT_WAITING + LOCK_LEASE + CLOSE + KNOWN;

    /**
     * The same for a connection that did not use the guest. If no other did, the lease ends; its guest, unless it has
     * another lease, is READY if nobody ever used it, or may have.
     */
    private static final String UNUSED = WITHOUT_WAITING
            + LOCK_LEASE
            + CLOSE
            + """
            , ended AS (
                UPDATE lease SET state = 'ENDED', expires_at = NULL, ended_at = :now, end_reason = 'UNUSED'
                  FROM closed, others
                 WHERE lease.id = :lease AND lease.state <> 'ENDED' AND NOT others.open AND NOT others.used
            )
            SELECT 1 FROM closed;
            SELECT 1 FROM guest JOIN lease ON guest_id = guest.id
             WHERE lease.id = :lease AND lease.end_reason = 'UNUSED' FOR UPDATE OF guest;
            WITH over AS (
                SELECT guest_id FROM lease WHERE id = :lease AND end_reason = 'UNUSED'
            ), next AS (
                SELECT guest_id, CASE WHEN EXISTS (%s) THEN 'RETIRING' ELSE 'READY' END AS state
                  FROM over
                 WHERE NOT EXISTS (SELECT FROM lease WHERE lease.guest_id = over.guest_id AND state <> 'ENDED'
                                      AND end_reason IS DISTINCT FROM 'UNUSED')
            ), moved AS (
                UPDATE guest SET state = next.state, state_since = :now, version = version + 1,
                                 ready_at = CASE next.state WHEN 'READY' THEN :now ELSE ready_at END
                  FROM next WHERE guest.id = next.guest_id AND guest.state = 'LEASED'
            )
            """.formatted(LeaseStatements.USES.replace(":guest", "over.guest_id"))
            + KNOWN;

    private final JdbcClient database;
    private final StatementGroup group;

    ConnectionStatements(JdbcClient database, StatementGroup group) {
        this.database = database;
        this.group = group;
    }

    /**
     * Closes a connection; closing it again changes nothing.
     *
     * @param expiresAt when a lease that falls idle ends unless its source comes back
     * @return whether the sensor has such a connection
     */
    boolean release(UUID lease, String connection, String sensor, boolean used, Instant now, Instant expiresAt) {
        MapSqlParameterSource parameters = new MapSqlParameterSource()
                .addValue("lease", lease)
                .addValue("connection", connection)
                .addValue("sensor", sensor)
                .addValue("used", used)
                .addValue("reason", (used ? CloseReason.RELEASED : CloseReason.RELEASED_UNUSED).name())
                .addValue("now", Timestamp.from(now))
                .addValue("expires", Timestamp.from(expiresAt));
        return group.run(used ? USED : UNUSED, parameters, (row, number) -> row.getBoolean(1));
    }

    /** Whether the sensor has such a connection. */
    boolean isKnown(UUID lease, String connection, String sensor) {
        return database.sql("SELECT EXISTS (SELECT FROM lease_connection"
                        + " WHERE connection_id = ? AND lease_id = ? AND sensor_id = ?)")
                .params(connection, lease, sensor)
                .query(Boolean.class)
                .single();
    }

    /**
     * Has an open or expired connection of a lease that is not over count until a deadline, and its lease be ACTIVE.
     *
     * @return whether the sensor has such a connection
     */
    boolean renew(UUID lease, String connection, String sensor, Instant now, Instant deadline) {
        MapSqlParameterSource parameters = new MapSqlParameterSource()
                .addValue("lease", lease)
                .addValue("connection", connection)
                .addValue("sensor", sensor)
                .addValue("now", Timestamp.from(now))
                .addValue("deadline", Timestamp.from(deadline));
        return group.run(RENEW, parameters, (row, number) -> row.getBoolean(1));
    }
}
