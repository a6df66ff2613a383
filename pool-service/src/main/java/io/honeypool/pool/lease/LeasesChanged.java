package io.honeypool.pool.lease;

/** Published within the transaction that hands out, gives back or ends a lease, or after it. */
public record LeasesChanged() {}
