-- Limits per source network, guests that several sources share, and a maximum time.

ALTER TABLE lease ADD COLUMN network_key cidr;
-- What is not known of older leases: the settings they were made under; these are the defaults.
UPDATE lease SET network_key = network(set_masklen(source_address, CASE family(source_address) WHEN 4 THEN 24
                                                                   ELSE least(64, masklen(source_key)) END));
ALTER TABLE lease ALTER COLUMN network_key SET NOT NULL;
ALTER TABLE lease ADD COLUMN shared boolean NOT NULL DEFAULT false;
ALTER TABLE lease ALTER COLUMN shared DROP DEFAULT;
ALTER TABLE lease DROP COLUMN version;
COMMENT ON COLUMN lease.network_key IS 'sources in it are counted together; the prefix length is the one set when the lease was made';
COMMENT ON COLUMN lease.shared IS 'whether the guest was another source''s when the lease was made';

DROP INDEX lease_one_active_per_guest;
CREATE UNIQUE INDEX lease_one_active_per_guest ON lease (guest_id) WHERE state <> 'ENDED' AND NOT shared;
CREATE INDEX lease_guest ON lease (guest_id);
CREATE INDEX lease_network ON lease (network_key, profile) WHERE state <> 'ENDED';
CREATE INDEX lease_age ON lease (created_at) WHERE state <> 'ENDED';
CREATE INDEX lease_connection_open ON lease_connection (lease_id) WHERE closed_at IS NULL;
