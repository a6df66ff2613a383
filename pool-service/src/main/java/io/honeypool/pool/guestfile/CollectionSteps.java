package io.honeypool.pool.guestfile;

import io.honeypool.pool.guest.Guest;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Changes the tables of collected files; every step is one statement. */
@Component
class CollectionSteps {

    private final JdbcClient database;
    private final InstantSource clock;

    CollectionSteps(JdbcClient database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What a file has in it. */
    record Content(String sha256, String mediaType) {}

    /** Makes the row of a guest, with the guest's leases. */
    void begin(Guest guest) {
        database.sql("""
                        WITH collection AS (
                            INSERT INTO guest_collection (guest_id, owner, guest_name, profile, image, recipe, state,
                                                          begun_at)
                            VALUES (:guest, :owner, :name, :profile, :image, :recipe, 'COLLECTING', :now)
                            RETURNING guest_id
                        )
                        INSERT INTO guest_collection_lease (guest_id, lease_id, source_address, shared, created_at,
                                                            ended_at)
                        SELECT collection.guest_id, id, source_address, shared, created_at, ended_at
                          FROM lease JOIN collection USING (guest_id)""")
                .param("guest", guest.id())
                .param("owner", guest.owner())
                .param("name", guest.name())
                .param("profile", guest.profile())
                .param("image", guest.image())
                .param("recipe", guest.recipe())
                .param("now", now())
                .update();
    }

    /** Forgets what a collection that was cut off had found: its disk is read again. Contents stay. */
    void beginAgain(UUID guest) {
        database.sql("DELETE FROM guest_file WHERE guest_id = ?").param(guest).update();
    }

    /** Makes the row of a file; of none twice. */
    void found(UUID id, Guest guest, FoundFile file, FileContent state, @Nullable Content content) {
        GuestPath path = file.path();
        database.sql("""
                        INSERT INTO guest_file (id, guest_id, owner, file_system, inode, path, kind, fresh, mode, links,
                                                size, modified_at, changed_at, content, sha256, media_type, found_at)
                        VALUES (:id, :guest, :owner, :fileSystem, :inode, :path, :kind, :fresh, :mode, :links, :size,
                                :modified, :changed, :content, :sha256, :type, :now)""")
                .param("id", id)
                .param("guest", guest.id())
                .param("owner", guest.owner())
                .param("fileSystem", file.fileSystem())
                .param("inode", file.inode())
                .param("path", path == null ? null : path.bytes(), Types.BINARY)
                .param("kind", file.kind().name())
                .param("fresh", file.fresh())
                .param("mode", file.mode())
                .param("links", file.links())
                .param("size", file.size())
                .param("modified", Timestamp.from(file.modified()))
                .param("changed", Timestamp.from(file.changed()))
                .param("content", state.name())
                .param("sha256", content == null ? null : content.sha256(), Types.VARCHAR)
                .param("type", content == null ? null : content.mediaType(), Types.VARCHAR)
                .param("now", now())
                .update();
    }

    /** The content of a file is at its place. */
    void stored(UUID id) {
        database.sql("UPDATE guest_file SET content = 'STORED' WHERE id = ? AND content = 'STORING'")
                .param(id)
                .update();
    }

    /** The collection is done. */
    void end(UUID guest, FileCollection.Result result) {
        database.sql("""
                        UPDATE guest_collection SET state = :state, detail = :detail, changed = :changed,
                                                    left_out = :leftOut, ended_at = :now
                         WHERE guest_id = :guest AND state = 'COLLECTING'""")
                .param("state", result.state().name())
                .param("detail", result.detail())
                .param("changed", result.changed())
                .param("leftOut", result.leftOut())
                .param("now", now())
                .param("guest", guest)
                .update();
    }

    /** A content is not there any more, or is about to go. */
    int gone(String owner, String sha256, FileContent why) {
        return database.sql("""
                        UPDATE guest_file SET content = :why
                         WHERE owner = :owner AND sha256 = :sha256 AND content IN ('STORING', 'STORED')""")
                .param("why", why.name())
                .param("owner", owner)
                .param("sha256", sha256)
                .update();
    }

    /** A content that was given up for lost is there after all. */
    int isThere(String owner, String sha256) {
        return database.sql("""
                        UPDATE guest_file SET content = 'STORED'
                         WHERE owner = ? AND sha256 = ? AND content IN ('STORING', 'LOST')""").params(owner, sha256).update();
    }

    /** Forgets collections that ended before a moment. */
    void forget(String owner, Instant before) {
        database.sql("DELETE FROM guest_collection WHERE owner = ? AND ended_at < ?")
                .params(owner, Timestamp.from(before))
                .update();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
