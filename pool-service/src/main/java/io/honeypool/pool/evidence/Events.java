package io.honeypool.pool.evidence;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the events of all sensors in the database. An event that comes again changes nothing. Thread-safe. */
@Component
public class Events {

    /** Everything in one statement: whatever happens, an event and what it adds to its session are there together. */
    private static final String STORE = """
            WITH given AS (
                SELECT CAST(e ->> 'id' AS uuid) AS id, e -> 'event' AS body, place
                  FROM jsonb_array_elements(CAST(:events AS jsonb)) WITH ORDINALITY AS given (e, place)
            ), stored AS (
                INSERT INTO event (id, sensor, session, type, occurred_at, source, lease_id, bytes, body)
                SELECT id, :sensor, body ->> 'session', body ->> 'eventid', CAST(body ->> 'timestamp' AS timestamptz),
                       CAST(body ->> 'src_ip' AS inet),
                       CASE WHEN body ->> 'lease' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                            THEN CAST(body ->> 'lease' AS uuid) END,
                       pg_column_size(body) + 550, body
                  FROM given ORDER BY place
                ON CONFLICT (id) DO NOTHING
                RETURNING session, type, occurred_at, source, lease_id, bytes, body ->> 'protocol' AS protocol
            ), summed AS (
                INSERT INTO attacker_session AS known (sensor, session, protocol, source, started_at, last_at, ended_at,
                                                       events, logins, commands, lease_id, bytes, aged_from)
                SELECT :sensor, session, min(protocol), min(source), min(occurred_at), max(occurred_at),
                       max(occurred_at) FILTER (WHERE type = 'cowrie.session.closed'),
                       count(*),
                       count(*) FILTER (WHERE type = 'cowrie.login.success'),
                       count(*) FILTER (WHERE type = 'cowrie.command.input'),
                       CAST(max(CAST(lease_id AS text)) AS uuid),
                       sum(bytes), least(max(occurred_at), now())
                  FROM stored GROUP BY session ORDER BY session
                ON CONFLICT (sensor, session) DO UPDATE
                   SET started_at = least(known.started_at, excluded.started_at),
                       last_at = greatest(known.last_at, excluded.last_at),
                       ended_at = coalesce(known.ended_at, excluded.ended_at),
                       events = known.events + excluded.events,
                       logins = known.logins + excluded.logins,
                       commands = known.commands + excluded.commands,
                       lease_id = coalesce(excluded.lease_id, known.lease_id),
                       bytes = known.bytes + excluded.bytes,
                       aged_from = greatest(known.aged_from, excluded.aged_from)
                RETURNING 1
            ), counted AS (
                INSERT INTO event_total AS known (sensor, events, bytes)
                SELECT :sensor, count(*), sum(bytes)
                  FROM stored CROSS JOIN (SELECT count(*) FROM summed) AS sessions_first
                HAVING count(*) > 0
                ON CONFLICT (sensor) DO UPDATE
                   SET events = known.events + excluded.events, bytes = known.bytes + excluded.bytes
            )
            SELECT count(*) FROM stored""";

    private final JdbcClient database;

    Events(JdbcClient database) {
        this.database = database;
    }

    /**
     * Keeps events.
     *
     * @param sensor who sent them
     * @param events a JSON array, each of whose entries was looked at
     * @return how many were new
     * @throws org.springframework.dao.DataAccessException if they cannot be kept
     */
    public long store(String sensor, String events) {
        return database.sql(STORE)
                .param("sensor", sensor)
                .param("events", events)
                .query(Long.class)
                .single();
    }
}
