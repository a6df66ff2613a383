CREATE TABLE kept_overlay (
    id             uuid PRIMARY KEY,
    owner          text NOT NULL,
    guest_id       uuid UNIQUE,
    guest_name     text,
    profile        text,
    image          text,
    recipe         text,
    state          text NOT NULL CHECK (state IN ('KEEPING', 'KEPT', 'REMOVING', 'REMOVED')),
    bytes          bigint NOT NULL CHECK (bytes >= 0),
    base           text NOT NULL,
    kept_at        timestamptz NOT NULL,
    removed_at     timestamptz,
    removal_reason text CHECK (removal_reason IN ('OPERATOR', 'QUOTA', 'LOST')),
    CHECK ((state IN ('REMOVING', 'REMOVED')) = (removed_at IS NOT NULL)),
    CHECK ((removed_at IS NULL) = (removal_reason IS NULL))
);
COMMENT ON TABLE kept_overlay IS 'Overlays of guests that are gone; knows of them what it says for longer than their own rows last.';
COMMENT ON COLUMN kept_overlay.owner IS 'the pool service on whose host the file is';
COMMENT ON COLUMN kept_overlay.guest_id IS 'null, like what follows, for a file that was found without a row';
COMMENT ON COLUMN kept_overlay.base IS 'path of the disk it lies on';

CREATE INDEX kept_overlay_owner ON kept_overlay (owner, kept_at) WHERE state <> 'REMOVED';
CREATE INDEX kept_overlay_newest ON kept_overlay (kept_at DESC);

CREATE TABLE kept_overlay_lease (
    overlay_id     uuid NOT NULL REFERENCES kept_overlay (id) ON DELETE CASCADE,
    lease_id       uuid NOT NULL,
    source_address inet NOT NULL,
    shared         boolean NOT NULL,
    created_at     timestamptz NOT NULL,
    ended_at       timestamptz,
    PRIMARY KEY (overlay_id, lease_id)
);
COMMENT ON TABLE kept_overlay_lease IS 'Who had the guest of a kept overlay.';
CREATE INDEX kept_overlay_lease_source ON kept_overlay_lease (source_address);
