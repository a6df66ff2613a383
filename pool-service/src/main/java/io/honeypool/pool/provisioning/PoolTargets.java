package io.honeypool.pool.provisioning;

/**
 * What is wanted.
 *
 * @param ready guests kept READY
 * @param maximum guests in all
 * @param parallel guests provisioned at once
 */
record PoolTargets(int ready, int maximum, int parallel) {}
