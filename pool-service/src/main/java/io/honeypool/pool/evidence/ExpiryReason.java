package io.honeypool.pool.evidence;

/** Why sessions are forgotten. */
enum ExpiryReason {
    /** Their last event is too long ago. */
    AGE,
    /** They make way for younger ones. */
    QUOTA
}
