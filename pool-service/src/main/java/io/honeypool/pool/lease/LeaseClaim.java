package io.honeypool.pool.lease;

import io.honeypool.pool.owner.Owners;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Claims a guest for a source in one SQL statement: joins the source's lease if it has one, else takes the READY guest
 * that waits longest, whose pool service is alive and that nobody else is taking, and counts the connection.
 */
@Component
class LeaseClaim {

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(:source || ' ' || :profile, 0))";

    private static final String CLAIM = """
            WITH held AS (
                SELECT id, guest_id FROM lease
                 WHERE source_key = CAST(:source AS cidr) AND profile = :profile AND state <> 'ENDED'
                   FOR UPDATE
            ), serving AS (
                %s
            ), free AS (
                SELECT id FROM guest
                 WHERE profile = :profile AND state = 'READY' AND NOT EXISTS (SELECT 1 FROM held)
                   AND owner IN (SELECT name FROM serving)
                 ORDER BY stale, ready_at
                   FOR UPDATE SKIP LOCKED
                 LIMIT 1
            ), claimed AS (
                UPDATE guest SET state = 'LEASED', state_since = :now, version = version + 1
                  FROM free WHERE guest.id = free.id
                RETURNING guest.id
            ), made AS (
                INSERT INTO lease (id, source_address, source_key, profile, guest_id, state,
                                   created_at, last_used_at, version)
                SELECT :lease, CAST(:address AS inet), CAST(:source AS cidr), :profile, claimed.id, 'ACTIVE',
                       :now, :now, 0
                  FROM claimed
                RETURNING id, guest_id
            ), joined AS (
                UPDATE lease SET state = 'ACTIVE', last_used_at = :now, expires_at = NULL, version = version + 1
                  FROM held WHERE lease.id = held.id
                RETURNING lease.id, lease.guest_id
            ), taken AS (
                SELECT id, guest_id, true AS fresh FROM made
                UNION ALL
                SELECT id, guest_id, false FROM joined
            )
            INSERT INTO lease_connection (connection_id, lease_id, sensor_id, protocol, source_address, fresh,
                                          opened_at, deadline)
            SELECT :connection, taken.id, :sensor, :protocol, CAST(:address AS inet), taken.fresh, :now, :deadline
              FROM taken
            RETURNING lease_id
            """.formatted(Owners.SERVING);

    private final JdbcClient database;
    private final Owners owners;

    LeaseClaim(JdbcClient database, Owners owners) {
        this.database = database;
        this.owners = owners;
    }

    /**
     * Makes requests of one source wait for each other until the end of the transaction. Without it, the second of two
     * first requests could find the last guest locked by the first and be sent away. The unique index on leases, not
     * this lock, is what keeps a source from having two.
     */
    void queueUp(LeaseApplication application, String sourceKey) {
        database.sql(LOCK)
                .param("source", sourceKey)
                .param("profile", application.profile())
                .query((row, number) -> true)
                .single();
    }

    /** Claims; empty if the source has no lease and no guest is READY. */
    Optional<UUID> claim(LeaseApplication application, String sourceKey, Instant now, Instant deadline) {
        return database.sql(CLAIM)
                .params(owners.servingParameters())
                .param("source", sourceKey)
                .param("address", application.source().toString())
                .param("profile", application.profile())
                .param("lease", UUID.randomUUID())
                .param("sensor", application.sensorId())
                .param("connection", application.connectionId())
                .param("protocol", application.protocol().name())
                .param("now", Timestamp.from(now))
                .param("deadline", Timestamp.from(deadline))
                .query(UUID.class)
                .optional();
    }
}
