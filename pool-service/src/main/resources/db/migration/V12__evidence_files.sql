CREATE TABLE evidence_file (
    owner     text NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('ARTIFACT', 'RECORDING')),
    sha256    text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    state     text NOT NULL CHECK (state IN ('STORING', 'STORED', 'DROPPED', 'LOST')),
    size      bigint NOT NULL CHECK (size >= 0),
    sensor    text,
    recording text,
    stored_at timestamptz NOT NULL,
    gone_at   timestamptz,
    PRIMARY KEY (sha256, kind, owner),
    CHECK ((kind = 'RECORDING') = (recording IS NOT NULL)),
    CHECK ((state IN ('DROPPED', 'LOST')) = (gone_at IS NOT NULL))
);
COMMENT ON TABLE evidence_file IS 'Files that sensors captured and brought; of what they are, events tell.';
COMMENT ON COLUMN evidence_file.owner IS 'the pool service that has the file';
COMMENT ON COLUMN evidence_file.sensor IS 'who brought it first; null for one on the pool''s own host';
COMMENT ON COLUMN evidence_file.state IS 'DROPPED: it was stored, and got too old or made way for newer ones. LOST: its file was not there';
CREATE INDEX evidence_file_age ON evidence_file (owner, stored_at, sha256, size, state) WHERE state IN ('STORING', 'STORED');
CREATE INDEX evidence_file_gone ON evidence_file (owner, gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX evidence_file_recording ON evidence_file (recording, stored_at) WHERE recording IS NOT NULL;
