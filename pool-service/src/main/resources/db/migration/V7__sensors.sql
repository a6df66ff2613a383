-- Sensors with a token of their own each, and what lets their connections through a gateway.

CREATE TABLE sensor (
    name            text PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 48),
    enrolled_at     timestamptz NOT NULL,
    join_hash       bytea UNIQUE,
    join_expires_at timestamptz,
    token_hash      bytea UNIQUE,
    joined_at       timestamptz,
    revoked_at      timestamptz,
    CHECK ((join_hash IS NULL) = (join_expires_at IS NULL)),
    CHECK ((token_hash IS NULL) = (joined_at IS NULL)),
    CHECK (revoked_at IS NULL OR (join_hash IS NULL AND token_hash IS NULL))
);
COMMENT ON TABLE sensor IS 'Sensors that were enrolled; tokens stand here as their SHA-256 alone.';
COMMENT ON COLUMN sensor.join_hash IS 'of the one-time token that the sensor joins with; null once it is used';
COMMENT ON COLUMN sensor.token_hash IS 'of the token that it calls the API with; null until it joins and after it is revoked';

ALTER TABLE lease_connection ADD COLUMN token_hash bytea;
CREATE UNIQUE INDEX lease_connection_token ON lease_connection (token_hash) WHERE token_hash IS NOT NULL;
COMMENT ON COLUMN lease_connection.token_hash IS 'of the token that lets it through the gateway; null if it may not';

ALTER TABLE pool_owner ADD COLUMN gateway text;
COMMENT ON COLUMN pool_owner.gateway IS 'host:port of its gateway; null if it has none';
