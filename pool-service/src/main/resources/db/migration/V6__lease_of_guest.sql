-- Whether a guest was used, or is leased, is asked at every release; leases that ended unused say nothing about it.
CREATE INDEX lease_guest_counting ON lease (guest_id) WHERE end_reason IS DISTINCT FROM 'UNUSED';
