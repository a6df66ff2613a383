package io.honeypool.pool.lease;

import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.owner.Owners;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The statements that change leases after they are made, and their connections. What takes a lease wants its row locked
 * by the transaction, in a statement before: only then does it see what those who held the lock have done.
 */
@Component
class LeaseStatements {

    private static final String LOCKED = "SELECT id, guest_id, state, created_at, expires_at FROM lease ";

    private final JdbcClient database;
    private final Owners owners;

    LeaseStatements(JdbcClient database, Owners owners) {
        this.database = database;
        this.owners = owners;
    }

    /**
     * Makes those who share guests, or take shared ones away, wait for each other until the end of the transaction:
     * each sharer sees the load that the others make, and no guest is shared while its leases are ended. Taken before
     * any other lock: a claim that found nothing may hold locks on guests that are not READY any more.
     */
    void lockSharing() {
        database.sql("SELECT pg_advisory_xact_lock(hashtextextended('sharing', 0))")
                .query((row, number) -> true)
                .single();
    }

    /** Locks a lease. */
    Optional<LockedLease> lock(UUID lease) {
        return database.sql(LOCKED + "WHERE id = :lease FOR UPDATE")
                .param("lease", lease)
                .query(LeaseStatements::locked)
                .optional();
    }

    /** Locks every lease of a guest that is not over. */
    List<LockedLease> lockCurrentOf(UUID guest) {
        return database.sql(LOCKED + "WHERE guest_id = :guest AND state <> 'ENDED' ORDER BY id FOR UPDATE")
                .param("guest", guest)
                .query(LeaseStatements::locked)
                .list();
    }

    /** Locks every lease on guests of a pool service that is not over. */
    List<LockedLease> lockCurrentOfOwner(String owner) {
        return database.sql(LOCKED + """
                        WHERE guest_id IN (SELECT id FROM guest WHERE owner = :owner) AND state <> 'ENDED'
                        ORDER BY id FOR UPDATE""")
                .param("owner", owner)
                .query(LeaseStatements::locked)
                .list();
    }

    /**
     * Locks the lease that has been IDLE longest, of those that have their guest for themselves, are not locked, and
     * whose guest's pool service is alive to replace it.
     */
    Optional<LockedLease> lockLongestIdle(String profile) {
        return database.sql(LOCKED + """
                        WHERE profile = :profile AND state = 'IDLE'
                          AND guest_id IN (SELECT id FROM guest WHERE owner IN (%s))
                          AND NOT EXISTS (
                              SELECT FROM lease other WHERE other.guest_id = lease.guest_id AND other.id <> lease.id
                                 AND other.state <> 'ENDED')
                        ORDER BY last_used_at LIMIT 1 FOR UPDATE SKIP LOCKED""".formatted(Owners.SERVING))
                .params(owners.servingParameters())
                .param("profile", profile)
                .query(LeaseStatements::locked)
                .optional();
    }

    /**
     * Closes an open connection of a locked lease, and has the lease fall idle if it was the last and the guest was
     * used.
     *
     * @param expiresAt when a lease that falls idle ends unless its source comes back
     * @return what it found; empty if the sensor has no such connection
     */
    Optional<Closing> close(
            UUID lease, String connection, String sensor, CloseReason reason, Instant now, Instant expiresAt) {
        return database.sql("""
                        WITH closed AS (
                            UPDATE lease_connection SET closed_at = :now, close_reason = :reason
                             WHERE connection_id = :connection AND lease_id = :lease AND sensor_id = :sensor
                               AND closed_at IS NULL
                            RETURNING connection_id
                        ), others AS (
                            SELECT EXISTS (SELECT FROM lease_connection WHERE lease_id = :lease
                                              AND connection_id <> :connection AND closed_at IS NULL) AS open,
                                   EXISTS (SELECT FROM lease_connection WHERE lease_id = :lease
                                              AND connection_id <> :connection
                                              AND close_reason <> 'RELEASED_UNUSED') AS used
                        ), idle AS (
                            UPDATE lease SET state = 'IDLE', last_used_at = :now, expires_at = :expires
                              FROM closed, others
                             WHERE lease.id = :lease AND lease.state <> 'ENDED'
                               AND NOT others.open AND (:reason <> 'RELEASED_UNUSED' OR others.used)
                        )
                        SELECT EXISTS (SELECT FROM closed) AS done, others.open, others.used
                          FROM lease_connection, others
                         WHERE connection_id = :connection AND lease_id = :lease AND sensor_id = :sensor""")
                .param("connection", connection)
                .param("lease", lease)
                .param("sensor", sensor)
                .param("reason", reason.name())
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(expiresAt))
                .query((row, number) -> new Closing(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3)))
                .optional();
    }

    /** Closes the connections of a locked lease whose deadline has passed; returns whether there were any. */
    boolean closeExpired(UUID lease, Instant now) {
        return database.sql("UPDATE lease_connection SET closed_at = :now, close_reason = 'EXPIRED'"
                                + " WHERE lease_id = :lease AND closed_at IS NULL AND deadline <= :now")
                        .param("lease", lease)
                        .param("now", Timestamp.from(now))
                        .update()
                > 0;
    }

    /** Whether a lease has open connections. */
    boolean hasOpen(UUID lease) {
        return database.sql("SELECT EXISTS (SELECT FROM lease_connection WHERE lease_id = ? AND closed_at IS NULL)")
                .param(lease)
                .query(Boolean.class)
                .single();
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
     * Has an open or expired connection of a lease that is not over count until a deadline, and its lease be ACTIVE. It
     * locks the lease itself and looks at no row but those that it changes, which it sees as they are once it has them:
     * it needs no transaction but its own.
     *
     * @return whether the sensor has such a connection
     */
    boolean renew(UUID lease, String connection, String sensor, Instant now, Instant deadline) {
        return database.sql("""
                        WITH current AS (
                            SELECT id FROM lease WHERE id = :lease AND state <> 'ENDED' FOR UPDATE
                        ), renewed AS (
                            UPDATE lease_connection SET deadline = :deadline, closed_at = NULL, close_reason = NULL
                             WHERE connection_id = :connection AND lease_id = (SELECT id FROM current)
                               AND sensor_id = :sensor AND (closed_at IS NULL OR close_reason = 'EXPIRED')
                            RETURNING lease_id
                        )
                        UPDATE lease SET state = 'ACTIVE', last_used_at = :now, expires_at = NULL
                          FROM renewed WHERE lease.id = renewed.lease_id""")
                        .param("connection", connection)
                        .param("lease", lease)
                        .param("sensor", sensor)
                        .param("now", Timestamp.from(now))
                        .param("deadline", Timestamp.from(deadline))
                        .update()
                > 0;
    }

    /** Has a locked lease without open connections end at a time unless its source comes back. */
    void fallIdle(UUID lease, Instant now, Instant expiresAt) {
        database.sql("UPDATE lease SET state = 'IDLE', last_used_at = :now, expires_at = :expires WHERE id = :lease")
                .param("lease", lease)
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(expiresAt))
                .update();
    }

    /** Ends a locked lease and closes its connections. */
    void end(UUID lease, LeaseEndReason reason, Instant now) {
        database.sql("""
                        WITH closed AS (
                            UPDATE lease_connection SET closed_at = :now, close_reason = 'LEASE_ENDED'
                             WHERE lease_id = :lease AND closed_at IS NULL
                        )
                        UPDATE lease SET state = 'ENDED', expires_at = NULL, ended_at = :now, end_reason = :reason
                         WHERE id = :lease""")
                .param("lease", lease)
                .param("reason", reason.name())
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Whether a guest has a lease that is not over. */
    boolean isLeased(UUID guest) {
        return database.sql("SELECT EXISTS (SELECT FROM lease WHERE guest_id = ? AND state <> 'ENDED')")
                .param(guest)
                .query(Boolean.class)
                .single();
    }

    /** Whether some connection of a lease used a guest, or may have. */
    boolean isUsed(UUID guest) {
        return database.sql("""
                        SELECT EXISTS (
                            SELECT FROM lease JOIN lease_connection ON lease_id = lease.id
                             WHERE guest_id = ? AND close_reason IS DISTINCT FROM 'RELEASED_UNUSED')""").param(guest).query(Boolean.class).single();
    }

    /**
     * What becomes of a locked guest one of whose leases ended unused: nothing while it has another; else it is READY
     * if no connection of any lease ever used it, or may have.
     */
    Optional<GuestState> nextUnused(UUID guest) {
        return database.sql("""
                        SELECT CASE
                               WHEN EXISTS (SELECT FROM lease WHERE guest_id = :guest AND state <> 'ENDED') THEN NULL
                               WHEN EXISTS (SELECT FROM lease JOIN lease_connection ON lease_id = lease.id
                                             WHERE guest_id = :guest AND end_reason <> 'UNUSED'
                                               AND close_reason IS DISTINCT FROM 'RELEASED_UNUSED') THEN 'RETIRING'
                               ELSE 'READY' END""")
                .param("guest", guest)
                .query((row, number) -> Optional.ofNullable(row.getString(1)).map(GuestState::valueOf))
                .single();
    }

    private static LockedLease locked(ResultSet row, int number) throws SQLException {
        return new LockedLease(
                row.getObject("id", UUID.class),
                row.getObject("guest_id", UUID.class),
                LeaseState.valueOf(row.getString("state")),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("expires_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
