package io.honeypool.pool.guest;

/** Where a guest is in its life; {@link GuestLifecycle} says what may follow what. */
public enum GuestState {
    /** Being made: its row is there, its overlay and domain may be. */
    PROVISIONING,
    /** Pristine, answers, may be leased. */
    READY,
    /** Belongs to a source address. */
    LEASED,
    /** Taken out of service and kept running for analysis. */
    HELD,
    /** Being removed: its domain, filter or overlay may still be there. */
    RETIRING,
    /** Gone. */
    DESTROYED,
    /** Gone without ever having been READY. */
    FAILED;

    /** Whether something of it may still be on the host. */
    public boolean isLive() {
        return this != DESTROYED && this != FAILED;
    }
}
