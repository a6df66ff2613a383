package io.honeypool.pool.provisioning;

import io.honeypool.pool.lease.LeaseHistory;
import io.honeypool.pool.lease.LeaseKeeper;
import org.springframework.stereotype.Component;

/** What the reconciler does with leases. */
@Component
record PoolLeases(LeaseKeeper keeper, LeaseHistory history) {}
