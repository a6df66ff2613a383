package io.honeypool.pool.lease;

/** Why a connection is closed. */
enum CloseReason {
    /** Its sensor said so; the guest was used, or may have been. */
    RELEASED,
    /** Its sensor said so, and that nobody logged in to the guest. */
    RELEASED_UNUSED,
    /** Its sensor did not renew it in time. */
    EXPIRED,
    /** Its lease ended. */
    LEASE_ENDED
}
