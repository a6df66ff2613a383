package io.honeypool.pool.evidence;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The WHERE of a query: only conditions that are asked for stand in it, as the database plans without knowing values,
 * and would not use an index for one that may be left out. Values are parameters, always.
 */
final class Conditions {

    /**
     * The array is made once, so that sessions are found by their names; that they are of the sensor is asked of those.
     */
    private static final String OF_HASH = """
            session = ANY (ARRAY(SELECT event.session FROM event WHERE left(event.body ->> 'shasum', 64) = :hash))
            AND EXISTS (SELECT FROM event e
                         WHERE e.session = attacker_session.session AND e.sensor = attacker_session.sensor
                           AND left(e.body ->> 'shasum', 64) = :hash)""";

    private final List<String> all = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** What every query can be narrowed by; the names of columns are the same in both tables. */
    static Conditions common(EventFilter filter) {
        Conditions conditions = new Conditions()
                .and("sensor = :sensor", "sensor", filter.sensor())
                .and("session = :session", "session", filter.session())
                .and("lease_id = :lease", "lease", filter.lease());
        filter.source().ifPresent(source -> {
            conditions.values.put("source", source.lowest());
            if (source.isSingle()) {
                conditions.and("source = CAST(:source AS inet)");
            } else {
                conditions.and("source BETWEEN CAST(:source AS inet) AND CAST(:sourceEnd AS inet)");
                conditions.values.put("sourceEnd", source.highest());
            }
        });
        return conditions;
    }

    /** The conditions on events that a filter has. */
    static Conditions onEvents(EventFilter filter) {
        return common(filter)
                .and("occurred_at >= :from", "from", filter.from().map(Conditions::time))
                .and("occurred_at < :to", "to", filter.to().map(Conditions::time))
                .and("type = :type", "type", filter.type())
                .and("left(body ->> 'shasum', 64) = :hash", "hash", filter.hash());
    }

    /** The conditions on sessions that a filter has. */
    static Conditions onSessions(EventFilter filter) {
        return common(filter)
                .and("last_at >= :from", "from", filter.from().map(Conditions::time))
                .and("started_at < :to", "to", filter.to().map(Conditions::time))
                .and(OF_HASH, "hash", filter.hash());
    }

    Conditions and(String condition) {
        all.add(condition);
        return this;
    }

    Conditions and(String condition, String name, Optional<? extends Object> value) {
        value.ifPresent(given -> {
            all.add(condition);
            values.put(name, given);
        });
        return this;
    }

    /** Has a condition's further parameter known. */
    Conditions with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** A statement with the conditions where it says {@code {where}}. */
    String in(String statement) {
        return statement.replace("{where}", all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all));
    }

    JdbcClient.StatementSpec on(JdbcClient database, String statement) {
        JdbcClient.StatementSpec prepared = database.sql(statement);
        values.forEach(prepared::param);
        return prepared;
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
