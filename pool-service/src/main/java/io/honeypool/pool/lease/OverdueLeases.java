package io.honeypool.pool.lease;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds leases for which it is time; what it finds is locked and looked at again before anything is done to it. */
@Component
class OverdueLeases {

    private static final String BATCH = " LIMIT 500";

    private final JdbcClient database;

    OverdueLeases(JdbcClient database) {
        this.database = database;
    }

    /** Leases with open connections whose deadline has passed. */
    List<UUID> withExpiredConnections(Instant now) {
        return list("SELECT DISTINCT lease_id FROM lease_connection WHERE closed_at IS NULL AND deadline <= ?", now);
    }

    /** IDLE leases whose source did not come back in time. */
    List<UUID> pastRetention(Instant now) {
        return list("SELECT id FROM lease WHERE state = 'IDLE' AND expires_at <= ?", now);
    }

    /** Leases that are not over and were made before a time. */
    List<UUID> madeBefore(Instant time) {
        return list("SELECT id FROM lease WHERE state <> 'ENDED' AND created_at <= ?", time);
    }

    private List<UUID> list(String query, Instant time) {
        return database.sql(query + BATCH)
                .param(Timestamp.from(time))
                .query((row, number) -> row.getObject(1, UUID.class))
                .list();
    }
}
