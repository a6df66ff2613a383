package io.honeypool.pool.kept;

import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.settings.HoneypoolSettings;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Changes the table of kept overlays. Every step is one statement that names the state it starts from, so that it is
 * taken once whoever else tries.
 */
@Component
class KeptSteps {

    private final JdbcClient database;
    private final InstantSource clock;
    private final Duration history;

    KeptSteps(JdbcClient database, InstantSource clock, HoneypoolSettings settings) {
        this.database = database;
        this.clock = clock;
        this.history = settings.pool().lease().history();
    }

    /** Makes the row of a guest's overlay, with the guest's leases. */
    void begin(UUID id, Guest guest, long bytes, Path base) {
        database.sql("""
                        WITH overlay AS (
                            INSERT INTO kept_overlay (id, owner, guest_id, guest_name, profile, image, recipe, state,
                                                      bytes, base, kept_at)
                            VALUES (:id, :owner, :guest, :name, :profile, :image, :recipe, 'KEEPING', :bytes, :base,
                                    :now)
                            RETURNING id
                        )
                        INSERT INTO kept_overlay_lease (overlay_id, lease_id, source_address, shared, created_at,
                                                        ended_at)
                        SELECT overlay.id, lease.id, source_address, shared, created_at, ended_at
                          FROM lease, overlay WHERE lease.guest_id = :guest""")
                .param("id", id)
                .param("owner", guest.owner())
                .param("guest", guest.id())
                .param("name", guest.name())
                .param("profile", guest.profile())
                .param("image", guest.image())
                .param("recipe", guest.recipe())
                .param("bytes", bytes)
                .param("base", base.toString())
                .param("now", now())
                .update();
    }

    /** Makes the row of a file that has none; returns whether it had none. */
    boolean adopt(UUID id, String owner, long bytes, String base) {
        return 1
                == database.sql("""
                        INSERT INTO kept_overlay (id, owner, state, bytes, base, kept_at)
                        VALUES (:id, :owner, 'KEPT', :bytes, :base, :now) ON CONFLICT (id) DO NOTHING""")
                        .param("id", id)
                        .param("owner", owner)
                        .param("bytes", bytes)
                        .param("base", base)
                        .param("now", now())
                        .update();
    }

    /** The file is at its place. */
    void kept(UUID id) {
        database.sql("UPDATE kept_overlay SET state = 'KEPT' WHERE id = ? AND state = 'KEEPING'")
                .param(id)
                .update();
    }

    /** The file of an overlay that was given up for lost is there after all. */
    boolean found(UUID id) {
        return 1 == database.sql("""
                        UPDATE kept_overlay SET state = 'KEPT', removed_at = NULL, removal_reason = NULL
                         WHERE id = ? AND removal_reason = 'LOST'""").param(id).update();
    }

    /** The file is not there. */
    boolean lost(UUID id) {
        return remove(id, KeptState.REMOVED, RemovalReason.LOST);
    }

    /** The file is to go. */
    boolean remove(UUID id, RemovalReason reason) {
        return remove(id, KeptState.REMOVING, reason);
    }

    private boolean remove(UUID id, KeptState next, RemovalReason reason) {
        return 1
                == database.sql("""
                        UPDATE kept_overlay SET state = :next, removed_at = :now, removal_reason = :reason
                         WHERE id = :id AND state IN ('KEEPING', 'KEPT')""")
                        .param("next", next.name())
                        .param("now", now())
                        .param("reason", reason.name())
                        .param("id", id)
                        .update();
    }

    /** The file is gone. */
    void removed(UUID id) {
        database.sql("UPDATE kept_overlay SET state = 'REMOVED' WHERE id = ? AND state = 'REMOVING'")
                .param(id)
                .update();
    }

    /** Forgets what was removed longer ago than the history goes back. */
    void forget(String owner) {
        database.sql("DELETE FROM kept_overlay WHERE owner = ? AND state = 'REMOVED' AND removed_at < ?")
                .params(owner, Timestamp.from(clock.instant().minus(history)))
                .update();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
