package io.honeypool.pool.settings;

/** What is done for a new source when no guest is READY. */
public enum ExhaustionPolicy {
    /** It is sent away and told when to ask again. */
    REFUSE,
    /** The lease that has been IDLE longest ends, and the source waits a little for the guest that replaces its own. */
    EVICT_IDLE,
    /** It gets a LEASED guest together with other sources: the one with the fewest open connections. */
    SHARE
}
