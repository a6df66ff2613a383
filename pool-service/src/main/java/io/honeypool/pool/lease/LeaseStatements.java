package io.honeypool.pool.lease;

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

    /** The connections that used the guest {@code :guest}, or may have; a lease that ended UNUSED has none. */
    static final String USES = """
            SELECT FROM lease JOIN lease_connection ON lease_id = lease.id
             WHERE guest_id = :guest AND end_reason IS DISTINCT FROM 'UNUSED'
               AND close_reason IS DISTINCT FROM 'RELEASED_UNUSED'""";

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
        return database.sql("SELECT EXISTS (" + USES + ")")
                .param("guest", guest)
                .query(Boolean.class)
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
