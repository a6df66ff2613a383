-- Events do not stay for ever: how large they are, and since when a session is old.

ALTER TABLE event ADD COLUMN bytes integer NOT NULL DEFAULT 0;
UPDATE event SET bytes = pg_column_size(body) + 550;
COMMENT ON COLUMN event.bytes IS 'about what it takes, with its part of the indexes';

ALTER TABLE attacker_session ADD COLUMN bytes bigint NOT NULL DEFAULT 0;
ALTER TABLE attacker_session ADD COLUMN aged_from timestamptz NOT NULL DEFAULT now();
UPDATE attacker_session s
   SET aged_from = least(last_at, now()),
       bytes = (SELECT coalesce(sum(e.bytes), 0) FROM event e WHERE e.session = s.session AND e.sensor = s.sensor);
CREATE INDEX attacker_session_age ON attacker_session (aged_from, sensor, session);
COMMENT ON COLUMN attacker_session.aged_from IS
    'when its last event was, but never later than the database heard of it: a sensor''s clock may be ahead';

CREATE TABLE event_total (
    sensor text PRIMARY KEY,
    events bigint NOT NULL,
    bytes  bigint NOT NULL
) WITH (fillfactor = 50);
INSERT INTO event_total SELECT sensor, count(*), sum(bytes) FROM event GROUP BY sensor;
COMMENT ON TABLE event_total IS 'What there is of each sensor, kept as events come and go: counting millions takes too long.';

-- What expires makes room for what comes, so it is found again soon.
ALTER TABLE event SET (autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE attacker_session SET (autovacuum_vacuum_scale_factor = 0.02);
