package io.honeypool.pool.lease;

import io.honeypool.pool.owner.Owners;
import io.honeypool.pool.settings.HoneypoolSettings;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Forgets leases that ended, guests and pool services that went, longer ago than the history goes back. The leases of a
 * guest that is there stay: they tell whether it is pristine, and whose its overlay is.
 */
@Service
public class LeaseHistory {

    private final JdbcClient database;
    private final Duration history;
    private final InstantSource clock;
    private final Owners owners;

    LeaseHistory(JdbcClient database, HoneypoolSettings settings, InstantSource clock, Owners owners) {
        this.database = database;
        this.history = settings.pool().lease().history();
        this.clock = clock;
        this.owners = owners;
    }

    /** Deletes the rows; returns how many leases and guests that were. */
    @Transactional
    public int forget() {
        Instant oldest = clock.instant().minus(history);
        Timestamp before = Timestamp.from(oldest);
        int leases = database.sql("""
                        DELETE FROM lease
                         WHERE state = 'ENDED' AND ended_at < :before
                           AND NOT EXISTS (SELECT FROM guest WHERE guest.id = guest_id AND guest.state IN ('LEASED', 'HELD', 'RETIRING'))""").param("before", before).update();
        int guests = database.sql("""
                        DELETE FROM guest
                         WHERE state IN ('DESTROYED', 'FAILED') AND state_since < :before
                           AND NOT EXISTS (SELECT 1 FROM lease WHERE lease.guest_id = guest.id)""").param("before", before).update();
        owners.forget(oldest);
        return leases + guests;
    }
}
