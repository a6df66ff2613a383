package io.honeypool.pool.lease;

/** Why a lease is over. */
public enum LeaseEndReason {
    /** Its source did not come back within the retention time. */
    RETENTION,
    /** Its only connection ever gave the guest back unused. */
    UNUSED,
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
