CREATE TABLE guest (
    id               uuid PRIMARY KEY,
    slot             integer NOT NULL CHECK (slot BETWEEN 1 AND 512),
    name             text NOT NULL,
    profile          text NOT NULL,
    image            text NOT NULL,
    recipe           text NOT NULL,
    state            text NOT NULL CHECK (state IN
                         ('PROVISIONING', 'READY', 'LEASED', 'HELD', 'RETIRING', 'DESTROYED', 'FAILED')),
    address          inet NOT NULL,
    ssh_port         integer NOT NULL CHECK (ssh_port BETWEEN 1 AND 65535),
    telnet_port      integer NOT NULL CHECK (telnet_port BETWEEN 0 AND 65535),
    account_username text NOT NULL,
    account_password text NOT NULL,
    stale            boolean NOT NULL,
    created_at       timestamptz NOT NULL,
    state_since      timestamptz NOT NULL,
    ready_at         timestamptz,
    failure          text,
    version          integer NOT NULL
);
COMMENT ON TABLE guest IS 'Virtual machines that are or were: one row each, made before anything of the machine is.';
COMMENT ON COLUMN guest.telnet_port IS '0: the guest does not speak Telnet';
COMMENT ON COLUMN guest.stale IS 'to be replaced as soon as another guest is READY';
COMMENT ON COLUMN guest.failure IS 'why the guest never became READY';

CREATE UNIQUE INDEX guest_one_per_slot ON guest (slot) WHERE state NOT IN ('DESTROYED', 'FAILED');
CREATE INDEX guest_ready ON guest (profile, stale, ready_at) WHERE state = 'READY';

CREATE TABLE lease (
    id             uuid PRIMARY KEY,
    source_address inet NOT NULL,
    source_key     cidr NOT NULL,
    profile        text NOT NULL,
    guest_id       uuid NOT NULL REFERENCES guest (id),
    state          text NOT NULL CHECK (state IN ('ACTIVE', 'IDLE', 'ENDED')),
    created_at     timestamptz NOT NULL,
    last_used_at   timestamptz NOT NULL,
    expires_at     timestamptz,
    ended_at       timestamptz,
    end_reason     text,
    version        integer NOT NULL,
    CHECK ((state = 'IDLE') = (expires_at IS NOT NULL)),
    CHECK ((state = 'ENDED') = (ended_at IS NOT NULL AND end_reason IS NOT NULL))
);
COMMENT ON TABLE lease IS 'Which guest belongs, or belonged, to which source address.';
COMMENT ON COLUMN lease.source_address IS 'the address that made the lease';
COMMENT ON COLUMN lease.source_key IS 'every address in it shares the lease';
COMMENT ON COLUMN lease.expires_at IS 'when an IDLE lease ends unless its source comes back';

CREATE UNIQUE INDEX lease_one_active_per_source ON lease (source_key, profile) WHERE state <> 'ENDED';
CREATE UNIQUE INDEX lease_one_active_per_guest ON lease (guest_id) WHERE state <> 'ENDED';
CREATE INDEX lease_expiry ON lease (expires_at) WHERE state = 'IDLE';
CREATE INDEX lease_newest ON lease (created_at DESC);

CREATE TABLE lease_connection (
    connection_id  text PRIMARY KEY CHECK (length(connection_id) BETWEEN 1 AND 64),
    lease_id       uuid NOT NULL REFERENCES lease (id) ON DELETE CASCADE,
    sensor_id      text NOT NULL CHECK (length(sensor_id) BETWEEN 1 AND 64),
    protocol       text NOT NULL CHECK (protocol IN ('SSH', 'TELNET')),
    source_address inet NOT NULL,
    fresh          boolean NOT NULL,
    opened_at      timestamptz NOT NULL,
    deadline       timestamptz NOT NULL,
    closed_at      timestamptz,
    close_reason   text CHECK (close_reason IN ('RELEASED', 'RELEASED_UNUSED', 'EXPIRED', 'LEASE_ENDED')),
    CHECK ((closed_at IS NULL) = (close_reason IS NULL))
);
COMMENT ON TABLE lease_connection IS 'Attacker connections that use, or used, a lease.';
COMMENT ON COLUMN lease_connection.fresh IS 'whether this connection made the lease';
COMMENT ON COLUMN lease_connection.deadline IS 'when the connection counts as gone unless its sensor renews it';

CREATE INDEX lease_connection_lease ON lease_connection (lease_id);
CREATE INDEX lease_connection_deadline ON lease_connection (deadline) WHERE closed_at IS NULL;
