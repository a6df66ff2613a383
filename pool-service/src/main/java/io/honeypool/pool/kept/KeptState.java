package io.honeypool.pool.kept;

/** Where a kept overlay is in its life. */
public enum KeptState {
    /** To be kept: its file may still be where the guest had it. */
    KEEPING,
    /** Kept. */
    KEPT,
    /** To be removed: its file may still be there. */
    REMOVING,
    /** Gone; the row tells why for a while. */
    REMOVED
}
