CREATE TABLE pool_owner (
    name        text PRIMARY KEY,
    incarnation uuid NOT NULL,
    state       text NOT NULL CHECK (state IN ('ALIVE', 'STOPPED', 'DEAD')),
    serving     boolean NOT NULL,
    started_at  timestamptz NOT NULL,
    seen_at     timestamptz NOT NULL,
    CHECK (state = 'ALIVE' OR NOT serving)
) WITH (fillfactor = 50);
COMMENT ON TABLE pool_owner IS 'Pool services, each of which owns the guests on its own host.';
COMMENT ON COLUMN pool_owner.incarnation IS 'which start, or return, of the service holds the name';
COMMENT ON COLUMN pool_owner.serving IS 'whether its rows were compared with its host since: only then are its READY guests handed out';
COMMENT ON COLUMN pool_owner.seen_at IS 'its last heartbeat, by the clock of the database';

ALTER TABLE guest ADD COLUMN owner text;
UPDATE guest SET owner = regexp_replace(name, '^hp-(.*)-[0-9]+$', '\1');
INSERT INTO pool_owner (name, incarnation, state, serving, started_at, seen_at)
SELECT owner, gen_random_uuid(), 'STOPPED', false, now(), now() FROM guest GROUP BY owner;
ALTER TABLE guest ALTER COLUMN owner SET NOT NULL, ADD FOREIGN KEY (owner) REFERENCES pool_owner (name);
COMMENT ON COLUMN guest.owner IS 'the pool service on whose host it is';

DROP INDEX IF EXISTS guest_one_per_slot;
CREATE UNIQUE INDEX guest_one_per_slot ON guest (owner, slot) WHERE state NOT IN ('DESTROYED', 'FAILED');
