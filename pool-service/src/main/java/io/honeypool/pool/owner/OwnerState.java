package io.honeypool.pool.owner;

/** What is known about a pool service. */
public enum OwnerState {
    /** It runs, or has not been missed for long enough. */
    ALIVE,
    /** It was stopped and left its guests running. */
    STOPPED,
    /** It is gone for good as far as anybody can tell: its leases are over. It may come back. */
    DEAD
}
