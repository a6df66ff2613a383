ALTER TABLE guest DROP CONSTRAINT guest_slot_check;
ALTER TABLE guest ADD CONSTRAINT guest_slot_check CHECK (slot BETWEEN 1 AND 4000);
ALTER TABLE guest DROP CONSTRAINT guest_ssh_port_check;
ALTER TABLE guest ADD CONSTRAINT guest_ssh_port_check CHECK (ssh_port BETWEEN 0 AND 65535);
COMMENT ON COLUMN guest.ssh_port IS '0: the guest does not offer SSH';

ALTER TABLE guest ADD COLUMN domain_id uuid;
UPDATE guest SET domain_id = id;
ALTER TABLE guest ALTER COLUMN domain_id SET NOT NULL;
COMMENT ON COLUMN guest.domain_id IS 'UUID of its domain, the same for every guest of the slot';
