package io.honeypool.pool.lease;

/** Where a lease is in its life. */
public enum LeaseState {
    /** Has open connections. */
    ACTIVE,
    /** Has none; kept for its source until it expires. */
    IDLE,
    /** Over. */
    ENDED
}
