package io.honeypool.pool.guestfile;

import io.honeypool.pool.filestore.StoredContent;
import io.honeypool.pool.guestfile.FileCollection.OfLease;
import io.honeypool.pool.guestfile.FileCollection.Result;
import io.honeypool.pool.guestfile.FileCollection.StoredFile;
import java.net.InetAddress;
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

/** Reads the tables of collected files. */
@Component
class CollectionRows {

    private final JdbcClient database;

    CollectionRows(JdbcClient database) {
        this.database = database;
    }

    /** How the collection of a guest is, if it was begun. */
    Optional<CollectionState> state(UUID guest) {
        return database.sql("SELECT state FROM guest_collection WHERE guest_id = ?")
                .param(guest)
                .query((row, number) -> CollectionState.valueOf(row.getString(1)))
                .optional();
    }

    /** What was collected of the guest that somebody had a lease of. */
    Optional<FileCollection> ofLease(UUID lease) {
        return database.sql("""
                        SELECT guest_collection.* FROM guest_collection JOIN guest_collection_lease USING (guest_id)
                         WHERE lease_id = ?""")
                .param(lease)
                .query((row, number) -> collection(row))
                .optional()
                .map(this::whole);
    }

    /** The pool services that have a content. */
    List<String> ownersOf(String sha256) {
        return database.sql("SELECT DISTINCT owner FROM guest_file WHERE sha256 = ? AND content = 'STORED'")
                .param(sha256)
                .query((row, number) -> row.getString(1))
                .list();
    }

    /** The contents that a pool service has or is getting, the one that was not seen for longest first. */
    List<StoredContent> contents(String owner, int most) {
        return database.sql("""
                        SELECT sha256, max(size), max(found_at), bool_or(content = 'STORED') FROM guest_file
                         WHERE owner = ? AND content IN ('STORING', 'STORED')
                         GROUP BY sha256 ORDER BY 3, 1 LIMIT ?""")
                .params(owner, most)
                .query((row, number) -> new StoredContent(
                        row.getString(1), row.getLong(2), row.getTimestamp(3).toInstant(), row.getBoolean(4)))
                .list();
    }

    /** What these contents have in all. */
    long bytes(String owner) {
        return database.sql("""
                        SELECT coalesce(sum(size), 0) FROM (
                            SELECT max(size) AS size FROM guest_file
                             WHERE owner = ? AND content IN ('STORING', 'STORED') GROUP BY sha256
                        ) contents""")
                .param(owner)
                .query((row, number) -> row.getLong(1))
                .single();
    }

    /** Whether a pool service has, or had, a content. */
    boolean isKnown(String owner, String sha256) {
        return database.sql("SELECT EXISTS (SELECT FROM guest_file WHERE owner = ? AND sha256 = ?)")
                .params(owner, sha256)
                .query((row, number) -> row.getBoolean(1))
                .single();
    }

    private FileCollection whole(FileCollection found) {
        return new FileCollection(
                found.guestId(),
                found.guest(),
                found.owner(),
                found.profile(),
                found.image(),
                found.recipe(),
                found.result(),
                found.begunAt(),
                found.endedAt(),
                leases(found.guestId()),
                files(found.guestId()));
    }

    private List<OfLease> leases(UUID guest) {
        return database.sql("""
                        SELECT lease_id, host(source_address), shared, created_at, ended_at FROM guest_collection_lease
                         WHERE guest_id = ? ORDER BY created_at, lease_id""")
                .param(guest)
                .query((row, number) -> new OfLease(
                        row.getObject(1, UUID.class),
                        InetAddress.ofLiteral(row.getString(2)),
                        row.getBoolean(3),
                        row.getTimestamp(4).toInstant(),
                        instant(row.getTimestamp(5))))
                .list();
    }

    private List<StoredFile> files(UUID guest) {
        return database.sql("SELECT * FROM guest_file WHERE guest_id = ? ORDER BY found_at, id")
                .param(guest)
                .query((row, number) -> file(row))
                .list();
    }

    private static FileCollection collection(ResultSet row) throws SQLException {
        return new FileCollection(
                row.getObject("guest_id", UUID.class),
                row.getString("guest_name"),
                row.getString("owner"),
                row.getString("profile"),
                row.getString("image"),
                row.getString("recipe"),
                new Result(
                        CollectionState.valueOf(row.getString("state")),
                        row.getString("detail"),
                        row.getInt("changed"),
                        row.getInt("left_out")),
                row.getTimestamp("begun_at").toInstant(),
                instant(row.getTimestamp("ended_at")),
                List.of(),
                List.of());
    }

    private static StoredFile file(ResultSet row) throws SQLException {
        byte @Nullable [] path = row.getBytes("path");
        FoundFile found = new FoundFile(
                row.getInt("file_system"),
                row.getInt("inode"),
                path == null ? null : new GuestPath(path),
                FileKind.valueOf(row.getString("kind")),
                row.getBoolean("fresh"),
                row.getInt("mode"),
                row.getInt("links"),
                row.getLong("size"),
                row.getTimestamp("modified_at").toInstant(),
                row.getTimestamp("changed_at").toInstant());
        return new StoredFile(
                found,
                FileContent.valueOf(row.getString("content")),
                row.getString("sha256"),
                row.getString("media_type"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
