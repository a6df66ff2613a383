package io.honeypool.pool.lease;

/** Why a lease is over. */
public enum LeaseEndReason {
    /** Its source did not come back within the retention time. */
    RETENTION,
    /** All its connections gave the guest back unused. */
    UNUSED,
    /** It lasted as long as a lease may. */
    MAXIMUM_TIME,
    /** It was IDLE and a new source needed a guest. */
    EVICTED,
    /** An operator ended it. */
    OPERATOR,
    /** An operator took its guest for analysis. */
    GUEST_HELD,
    /** An operator had its guest retired. */
    GUEST_RETIRED,
    /** Its guest stopped running. */
    GUEST_STOPPED,
    /** The pool service that owned its guest was declared dead. */
    OWNER_LOST,
    /** The pool shut down and was told to retire its guests. */
    SHUTDOWN
}
