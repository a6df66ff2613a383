package io.honeypool.pool.evidence;

import io.honeypool.pool.evidence.Slice.Wanted;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Events and sessions, to be looked at, a page at a time. Thread-safe. */
@Component
public class EventArchive {

    /** A page's events have no more bytes than that together, or it is a single one. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    /** The inner query says which there are, the middle one what they come to, the outer one which fit. */
    private static final String EVENTS = """
            SELECT * FROM (
                SELECT *, sum(bytes) OVER (ORDER BY occurred_at, number) - bytes AS before, count(*) OVER () AS found
                  FROM (SELECT id, sensor, number, session, type, occurred_at, host(source) AS source, bytes, body
                          FROM event{where}
                         ORDER BY occurred_at, number LIMIT :most) page
            ) measured WHERE before < :bytes ORDER BY occurred_at, number""";

    private static final String SESSIONS = """
            SELECT session, sensor, protocol, host(source) AS source, started_at, last_at, ended_at, events, logins,
                   commands, lease_id
              FROM attacker_session{where}
             ORDER BY started_at DESC, session DESC, sensor DESC LIMIT :most""";

    private final EvidenceReader reader;

    EventArchive(EvidenceReader reader) {
        this.reader = reader;
    }

    private record Measured(StoredEvent event, long found) {}

    /** Events in the order of time, and of arrival. */
    public Slice<StoredEvent> events(EventFilter filter, Wanted wanted) {
        Conditions conditions = Conditions.onEvents(filter);
        wanted.after()
                .ifPresent(after -> conditions
                        .and("(occurred_at, number) > (:afterTime, :afterNumber)")
                        .with("afterTime", after.time(0))
                        .with("afterNumber", after.number(1)));
        List<Measured> found = measured(conditions, wanted.size() + 1);
        List<StoredEvent> events = found.stream().map(Measured::event).toList();
        if (!found.isEmpty() && found.getFirst().found() > found.size()) {
            return new Slice<>(events, place(events.getLast()));
        }
        return Slice.of(events, wanted.size(), EventArchive::place);
    }

    /** Events of the sessions that other events are of, as many as those and one page's more. */
    List<StoredEvent> inSessionsOf(List<StoredEvent> others, EventFilter filter) {
        Conditions conditions = Conditions.onEvents(filter)
                .and("session = ANY (:sessions)")
                .with(
                        "sessions",
                        others.stream().map(StoredEvent::session).distinct().toArray(String[]::new));
        return measured(conditions, 2 * others.size() + 500).stream()
                .map(Measured::event)
                .toList();
    }

    /** Sessions, the youngest first. */
    public Slice<StoredSession> sessions(EventFilter filter, Wanted wanted) {
        Conditions conditions = Conditions.onSessions(filter);
        wanted.after()
                .ifPresent(after -> conditions
                        .and("(started_at, session, sensor) < (:afterTime, :afterSession, :afterSensor)")
                        .with("afterTime", after.time(0))
                        .with("afterSession", after.text(1))
                        .with("afterSensor", after.text(2)));
        List<StoredSession> found = reader.read(() -> conditions
                .on(reader.database(), conditions.in(SESSIONS))
                .param("most", wanted.size() + 1)
                .query(EventArchive::readSession)
                .list());
        return Slice.of(
                found, wanted.size(), session -> Position.of(session.startedAt(), session.session(), session.sensor()));
    }

    /** The youngest session of a name: two sensors may have one of the same. */
    public Optional<StoredSession> session(EventFilter filter) {
        return sessions(filter, new Wanted(Optional.empty(), 1)).items().stream()
                .findFirst();
    }

    private List<Measured> measured(Conditions conditions, int most) {
        return reader.read(() -> conditions
                .on(reader.database(), conditions.in(EVENTS))
                .param("most", most)
                .param("bytes", MOST_BYTES)
                .query((row, number) -> new Measured(event(row), row.getLong("found")))
                .list());
    }

    private static Position place(StoredEvent event) {
        return Position.of(event.occurredAt(), event.number());
    }

    private static StoredEvent event(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getObject("id", UUID.class),
                row.getString("sensor"),
                row.getLong("number"),
                row.getString("session"),
                row.getString("type"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getString("source"),
                JsonMapper.shared().readTree(row.getString("body")));
    }

    private static StoredSession readSession(ResultSet row, int number) throws SQLException {
        return new StoredSession(
                row.getString("session"),
                row.getString("sensor"),
                row.getString("protocol"),
                row.getString("source"),
                row.getTimestamp("started_at").toInstant(),
                row.getTimestamp("last_at").toInstant(),
                instant(row.getTimestamp("ended_at")),
                row.getLong("events"),
                row.getLong("logins"),
                row.getLong("commands"),
                row.getObject("lease_id", UUID.class));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
