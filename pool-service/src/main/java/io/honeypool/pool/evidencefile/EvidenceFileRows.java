package io.honeypool.pool.evidencefile;

import io.honeypool.pool.filestore.ContentRows;
import io.honeypool.pool.filestore.StoredContent;
import io.honeypool.pool.owner.Ownership;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of files that sensors brought; every step is one statement. */
@Component
class EvidenceFileRows implements ContentRows {

    private static final String HERE = "owner = ? AND state IN ('STORING', 'STORED')";

    private final JdbcClient database;
    private final InstantSource clock;
    private final EvidenceFileMetrics metrics;
    private final String owner;

    EvidenceFileRows(JdbcClient database, InstantSource clock, EvidenceFileMetrics metrics, Ownership self) {
        this.database = database;
        this.clock = clock;
        this.metrics = metrics;
        this.owner = self.name();
    }

    /** Whether any pool service has such a file, or had it for as long as it is kept. */
    boolean wasKept(EvidenceKind kind, String sha256) {
        return database.sql("""
                        SELECT EXISTS (SELECT FROM evidence_file
                                        WHERE kind = ? AND sha256 = ? AND state IN ('STORED', 'DROPPED'))""")
                .params(kind.name(), sha256)
                .query(Boolean.class)
                .single();
    }

    /** Makes the row of a file that is about to get its place; false if it has it, or had. */
    boolean begin(Upload upload) {
        return database.sql("""
                        INSERT INTO evidence_file AS known (owner, kind, sha256, state, size, sensor, recording,
                                                            stored_at)
                        VALUES (:owner, :kind, :sha256, 'STORING', :size, :sensor, :recording, :now)
                        ON CONFLICT (sha256, kind, owner) DO UPDATE
                           SET state = 'STORING', sensor = excluded.sensor, recording = excluded.recording,
                               stored_at = excluded.stored_at, gone_at = NULL
                         WHERE known.state IN ('STORING', 'LOST')""")
                        .param("owner", owner)
                        .param("kind", upload.kind().name())
                        .param("sha256", upload.sha256())
                        .param("size", upload.bytes())
                        .param("sensor", upload.sensor())
                        .param("recording", upload.recording())
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    /** A file has its place. */
    void stored(EvidenceKind kind, String sha256) {
        database.sql("""
                        UPDATE evidence_file SET state = 'STORED'
                         WHERE owner = ? AND kind = ? AND sha256 = ? AND state = 'STORING'""").params(owner, kind.name(), sha256).update();
    }

    /** The pool services that have an artifact, those that got it first first. */
    List<String> ownersOf(String sha256) {
        return database.sql("""
                        SELECT owner FROM evidence_file WHERE kind = 'ARTIFACT' AND sha256 = ? AND state = 'STORED'
                         ORDER BY stored_at, owner""")
                .param(sha256)
                .query((row, number) -> row.getString(1))
                .list();
    }

    /** A recording's file and who has it. */
    record OfRecording(String owner, String sha256) {}

    /** The files of a recording, what was brought first first. */
    List<OfRecording> ofRecording(String recording) {
        return database.sql("""
                        SELECT owner, sha256 FROM evidence_file WHERE recording = ? AND state = 'STORED'
                         ORDER BY stored_at, owner, sha256""")
                .param(recording)
                .query((row, number) -> new OfRecording(row.getString(1), row.getString(2)))
                .list();
    }

    /** Which of some artifacts any pool service has. */
    Set<String> artifactsOf(Collection<String> sha256s) {
        return among(
                "SELECT sha256 FROM evidence_file WHERE kind = 'ARTIFACT' AND state = 'STORED' AND sha256", sha256s);
    }

    /** Which of some recordings any pool service has. */
    Set<String> recordingsOf(Collection<String> recordings) {
        return among("SELECT recording FROM evidence_file WHERE state = 'STORED' AND recording", recordings);
    }

    private Set<String> among(String statement, Collection<String> names) {
        if (names.isEmpty()) {
            return Set.of();
        }
        return database.sql(statement + " = ANY (?)")
                .param(names.toArray(String[]::new))
                .query((row, number) -> row.getString(1))
                .set();
    }

    /** A content that is both an artifact and a recording is there twice, which is as good as never the case. */
    @Override
    public List<StoredContent> oldest(int most) {
        return database.sql("SELECT sha256, size, stored_at, state = 'STORED' FROM evidence_file WHERE " + HERE
                        + " ORDER BY stored_at, sha256 LIMIT ?")
                .params(owner, most)
                .query((row, number) -> new StoredContent(
                        row.getString(1), row.getLong(2), row.getTimestamp(3).toInstant(), row.getBoolean(4)))
                .list();
    }

    @Override
    public long bytes() {
        long bytes = database.sql("SELECT coalesce(sum(size), 0) FROM evidence_file WHERE " + HERE)
                .param(owner)
                .query((row, number) -> row.getLong(1))
                .single();
        metrics.thereAre(bytes);
        return bytes;
    }

    @Override
    public boolean isKnown(String sha256) {
        return database.sql("SELECT EXISTS (SELECT FROM evidence_file WHERE owner = ? AND sha256 = ?)")
                .params(owner, sha256)
                .query(Boolean.class)
                .single();
    }

    @Override
    public int isThere(String sha256) {
        return database.sql("""
                        UPDATE evidence_file SET state = 'STORED', gone_at = NULL
                         WHERE owner = ? AND sha256 = ? AND state IN ('STORING', 'LOST')""").params(owner, sha256).update();
    }

    @Override
    public void removed(StoredContent content) {
        metrics.dropped(gone(content, "DROPPED"));
    }

    /** One that was never stored is as if it had never been announced. */
    @Override
    public void lost(StoredContent content) {
        int files = gone(content, "LOST");
        if (content.complete()) {
            metrics.lost(files);
        }
    }

    @Override
    public void forget(Instant before) {
        database.sql("DELETE FROM evidence_file WHERE owner = ? AND gone_at < ?")
                .params(owner, Timestamp.from(before))
                .update();
    }

    private int gone(StoredContent content, String state) {
        return database.sql("UPDATE evidence_file SET state = ?, gone_at = ? WHERE sha256 = ? AND " + HERE)
                .params(state, Timestamp.from(clock.instant()), content.sha256(), owner)
                .update();
    }
}
