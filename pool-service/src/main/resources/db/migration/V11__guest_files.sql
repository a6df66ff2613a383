CREATE TABLE guest_collection (
    guest_id   uuid PRIMARY KEY,
    owner      text NOT NULL,
    guest_name text NOT NULL,
    profile    text NOT NULL,
    image      text NOT NULL,
    recipe     text NOT NULL,
    state      text NOT NULL CHECK (state IN ('COLLECTING', 'COMPLETE', 'PARTIAL', 'UNREADABLE')),
    detail     text NOT NULL DEFAULT '',
    changed    integer NOT NULL DEFAULT 0,
    left_out   integer NOT NULL DEFAULT 0,
    begun_at   timestamptz NOT NULL,
    ended_at   timestamptz,
    CHECK ((state = 'COLLECTING') = (ended_at IS NULL))
);
COMMENT ON TABLE guest_collection IS 'Guests whose disks were read for files that attackers made; knows of them what it says for longer than their own rows last.';
COMMENT ON COLUMN guest_collection.changed IS 'how many files were new or changed';
COMMENT ON COLUMN guest_collection.left_out IS 'how many of them were beyond the limits of number and bytes';
CREATE INDEX guest_collection_age ON guest_collection (owner, ended_at);

CREATE TABLE guest_collection_lease (
    guest_id       uuid NOT NULL REFERENCES guest_collection (guest_id) ON DELETE CASCADE,
    lease_id       uuid NOT NULL,
    source_address inet NOT NULL,
    shared         boolean NOT NULL,
    created_at     timestamptz NOT NULL,
    ended_at       timestamptz,
    PRIMARY KEY (lease_id, guest_id)
);
COMMENT ON TABLE guest_collection_lease IS 'Who had the guest.';
CREATE INDEX guest_collection_lease_guest ON guest_collection_lease (guest_id);

CREATE TABLE guest_file (
    id          uuid PRIMARY KEY,
    guest_id    uuid NOT NULL REFERENCES guest_collection (guest_id) ON DELETE CASCADE,
    owner       text NOT NULL,
    file_system integer NOT NULL,
    inode       integer NOT NULL,
    path        bytea,
    kind        text NOT NULL CHECK (kind IN ('PROGRAM', 'SCRIPT', 'EXECUTABLE', 'OTHER')),
    fresh       boolean NOT NULL,
    mode        integer NOT NULL,
    links       integer NOT NULL,
    size        bigint NOT NULL CHECK (size >= 0),
    modified_at timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL,
    content     text NOT NULL CHECK (content IN ('STORING', 'STORED', 'TOO_LARGE', 'NO_ROOM', 'UNREADABLE', 'REMOVED', 'LOST')),
    sha256      text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    media_type  text,
    found_at    timestamptz NOT NULL,
    UNIQUE (guest_id, file_system, inode),
    CHECK ((content IN ('STORING', 'STORED', 'REMOVED', 'LOST')) = (sha256 IS NOT NULL))
);
COMMENT ON TABLE guest_file IS 'Files that were new or changed on a guest''s disk.';
COMMENT ON COLUMN guest_file.path IS 'bytes that the attacker chose; null if the file had no name any more, or none was found';
COMMENT ON COLUMN guest_file.content IS 'where the content is: being stored, stored under its SHA-256, or why it is not there';
CREATE INDEX guest_file_content ON guest_file (owner, sha256) WHERE content IN ('STORING', 'STORED');
CREATE INDEX guest_file_sha256 ON guest_file (sha256);
