package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestState;
import java.util.UUID;

/** One thing to do about the difference between what is wanted and what is there. */
sealed interface PoolAction {

    /** Make a guest of a profile in a free slot. */
    record Provision(int slot, String profile) implements PoolAction {}

    /** Give up a guest whose provisioning nobody is at any more. */
    record Abandon(UUID guest) implements PoolAction {}

    /** Take note that a guest's domain stopped running. */
    record Lose(UUID guest) implements PoolAction {}

    /** Take a READY guest out of service because it is to be replaced. */
    record RetireStale(UUID guest) implements PoolAction {}

    /** Remove what there is of a RETIRING guest. */
    record Remove(UUID guest, int slot) implements PoolAction {}

    /** Remove a domain that no guest owns. */
    record ReapDomain(int slot, UUID domain) implements PoolAction {}

    /** Remove a network filter that no guest owns. */
    record ReapFilter(int slot) implements PoolAction {}

    /** Remove an overlay that no guest owns. */
    record ReapOverlay(int slot) implements PoolAction {}

    /** Remove bakes of a slot that were not finished or are of no use any more. */
    record TidyBakes(int slot) implements PoolAction {}

    /** States in which a guest's domain has to run. */
    static boolean needsDomain(GuestState state) {
        return state == GuestState.READY || state == GuestState.LEASED;
    }
}
