-- What is asked of events stays quick with millions of them: an index for each way to ask, all in the order of answers.

DROP INDEX event_source;
CREATE INDEX event_source ON event (source, occurred_at, number);
CREATE INDEX event_type ON event (type, occurred_at, number);
CREATE INDEX event_sensor ON event (sensor, occurred_at, number);
CREATE INDEX event_hash ON event (left(body ->> 'shasum', 64), occurred_at, number)
    WHERE left(body ->> 'shasum', 64) IS NOT NULL;

DROP INDEX attacker_session_time;
CREATE INDEX attacker_session_time ON attacker_session (started_at, session, sensor);
DROP INDEX attacker_session_source;
CREATE INDEX attacker_session_source ON attacker_session (source, started_at, session, sensor);
CREATE INDEX attacker_session_sensor ON attacker_session (sensor, started_at, session);
CREATE INDEX attacker_session_name ON attacker_session (session);
