package io.honeypool.pool.lease;

import org.springframework.stereotype.Component;

/** The two tables of this package, which are always used together. */
@Component
record LeaseTables(LeaseRows leases, ConnectionRows connections) {}
