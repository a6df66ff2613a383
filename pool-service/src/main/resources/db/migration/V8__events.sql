-- What sensors saw: every event as it came, and what a session's events come to.

CREATE TABLE event (
    id          uuid PRIMARY KEY,
    number      bigint GENERATED ALWAYS AS IDENTITY,
    sensor      text NOT NULL CHECK (length(sensor) BETWEEN 1 AND 64),
    session     text NOT NULL CHECK (length(session) BETWEEN 1 AND 64),
    type        text NOT NULL CHECK (length(type) BETWEEN 1 AND 100),
    occurred_at timestamptz NOT NULL,
    source      inet NOT NULL,
    lease_id    uuid,
    body        jsonb NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX event_time ON event (occurred_at, number);
CREATE INDEX event_session ON event (session, number);
CREATE INDEX event_source ON event (source, occurred_at);
CREATE INDEX event_lease ON event (lease_id, number) WHERE lease_id IS NOT NULL;
COMMENT ON TABLE event IS 'Events of sensors, once each however often they were sent.';
COMMENT ON COLUMN event.number IS 'order of arrival, which is the order within a session';
COMMENT ON COLUMN event.sensor IS 'who sent it; the body says what it calls itself';

CREATE TABLE attacker_session (
    sensor     text NOT NULL,
    session    text NOT NULL,
    protocol   text NOT NULL,
    source     inet NOT NULL,
    started_at timestamptz NOT NULL,
    last_at    timestamptz NOT NULL,
    ended_at   timestamptz,
    events     bigint NOT NULL,
    logins     bigint NOT NULL,
    commands   bigint NOT NULL,
    lease_id   uuid,
    PRIMARY KEY (sensor, session)
);
CREATE INDEX attacker_session_time ON attacker_session (started_at, session);
CREATE INDEX attacker_session_source ON attacker_session (source, started_at);
CREATE INDEX attacker_session_lease ON attacker_session (lease_id) WHERE lease_id IS NOT NULL;
COMMENT ON TABLE attacker_session IS 'Sums over the events of a session, kept as they come.';
COMMENT ON COLUMN attacker_session.logins IS 'that were let in';
COMMENT ON COLUMN attacker_session.ended_at IS 'null while it lasts';
