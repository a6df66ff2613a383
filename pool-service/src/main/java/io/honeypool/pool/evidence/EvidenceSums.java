package io.honeypool.pool.evidence;

import io.honeypool.pool.evidence.Slice.Wanted;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What many events come to, summed up when it is asked for. Later pages know nothing that came after the first one was
 * asked for, so that entries do not move while somebody pages through them. Thread-safe.
 */
@Component
public class EvidenceSums {

    private static final String CREDENTIALS = """
            SELECT * FROM (
                SELECT username, password, attempts, accepted, first_at, last_at, sources, some_sources,
                       encode(sha256(convert_to(username, 'UTF8') || sha256(convert_to(password, 'UTF8'))), 'hex') AS pair
                  FROM (SELECT body ->> 'username' AS username, body ->> 'password' AS password, count(*) AS attempts,
                               count(*) FILTER (WHERE type = 'cowrie.login.success') AS accepted,
                               min(occurred_at) AS first_at, max(occurred_at) AS last_at,
                               count(DISTINCT source) AS sources,
                               (array_agg(DISTINCT host(source)))[1\\:10] AS some_sources
                          FROM event{where} GROUP BY 1, 2) summed
            ) paired{later} ORDER BY attempts DESC, pair LIMIT :most""";

    private static final String ARTIFACTS = """
            SELECT * FROM (
                SELECT left(body ->> 'shasum', 64) AS sha256,
                       max(CASE WHEN body ->> 'size' ~ '^[0-9]{1,18}$' THEN CAST(body ->> 'size' AS bigint) END) AS size,
                       max(left(body ->> 'type', 100)) AS media_type,
                       (array_agg(DISTINCT left(body ->> 'filename', 255))
                           FILTER (WHERE body ->> 'filename' <> ''))[1\\:10] AS names,
                       count(*) AS times, min(occurred_at) AS first_at, max(occurred_at) AS last_at,
                       count(DISTINCT (sensor, session)) AS sessions,
                       (array_agg(DISTINCT session))[1\\:10] AS some_sessions
                  FROM event{where} GROUP BY 1
            ) summed{later} ORDER BY last_at DESC, sha256 LIMIT :most""";

    private final EvidenceReader reader;

    EvidenceSums(EvidenceReader reader) {
        this.reader = reader;
    }

    private record Placed<T>(T item, Position place) {}

    /** Reads an entry of a row. */
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Usernames with passwords, the most tried first. */
    public Slice<Credential> credentials(EventFilter filter, Wanted wanted) {
        Conditions conditions = Conditions.onEvents(filter)
                .and("type IN ('cowrie.login.success', 'cowrie.login.failed')")
                .and("body ->> 'username' IS NOT NULL AND body ->> 'password' IS NOT NULL");
        wanted.after()
                .ifPresent(
                        after -> conditions.with("afterCount", after.number(1)).with("afterPair", after.text(2)));
        String later = " WHERE attempts < :afterCount OR (attempts = :afterCount AND pair > :afterPair)";
        return ask(
                new Question<>(CREDENTIALS, later, EvidenceSums::credential, "attempts", "pair"), conditions, wanted);
    }

    /** Content of files, what was moved last first. */
    public Slice<Artifact> artifacts(EventFilter filter, Wanted wanted) {
        Conditions conditions = Conditions.onEvents(filter)
                .and("type IN ('cowrie.session.file_upload', 'cowrie.session.file_download')")
                .and("left(body ->> 'shasum', 64) IS NOT NULL");
        wanted.after()
                .ifPresent(after -> conditions.with("afterTime", after.time(1)).with("afterHash", after.text(2)));
        String later = " WHERE last_at < :afterTime OR (last_at = :afterTime AND sha256 > :afterHash)";
        return ask(new Question<>(ARTIFACTS, later, EvidenceSums::artifact, "last_at", "sha256"), conditions, wanted);
    }

    /**
     * What is asked.
     *
     * @param statement with places for what narrows it and for what begins its later pages
     * @param first and second: what it is ordered by
     */
    private record Question<T>(String statement, String later, Reading<T> reading, String first, String second) {

        Position place(OffsetDateTime asOf, ResultSet row) throws SQLException {
            Object value = first.endsWith("_at") ? time(row, first) : row.getLong(first);
            return Position.of(asOf.toInstant(), value, row.getString(second));
        }
    }

    private <T> Slice<T> ask(Question<T> question, Conditions conditions, Wanted wanted) {
        return reader.read(() -> {
            OffsetDateTime asOf = wanted.after().map(after -> after.time(0)).orElseGet(this::now);
            conditions.and("received_at <= :asOf").with("asOf", asOf);
            String later = wanted.after().isPresent() ? question.later() : "";
            String statement = conditions.in(question.statement()).replace("{later}", later);
            List<Placed<T>> found = conditions
                    .on(reader.database(), statement)
                    .param("most", wanted.size() + 1)
                    .query((row, number) -> new Placed<>(question.reading().of(row), question.place(asOf, row)))
                    .list();
            return Slice.of(found, wanted.size(), Placed::place).map(Placed::item);
        });
    }

    private OffsetDateTime now() {
        return reader.database()
                .sql("SELECT now()")
                .query((row, number) -> row.getObject(1, OffsetDateTime.class))
                .single();
    }

    private static Credential credential(ResultSet row) throws SQLException {
        return new Credential(
                row.getString("username"),
                row.getString("password"),
                row.getLong("attempts"),
                row.getLong("accepted"),
                time(row, "first_at"),
                time(row, "last_at"),
                row.getLong("sources"),
                texts(row.getArray("some_sources")));
    }

    private static Artifact artifact(ResultSet row) throws SQLException {
        long size = row.getLong("size");
        return new Artifact(
                row.getString("sha256"),
                row.wasNull() ? null : size,
                row.getString("media_type"),
                texts(row.getArray("names")),
                row.getLong("times"),
                time(row, "first_at"),
                time(row, "last_at"),
                row.getLong("sessions"),
                texts(row.getArray("some_sessions")));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
