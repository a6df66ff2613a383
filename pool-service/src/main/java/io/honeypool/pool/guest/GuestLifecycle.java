package io.honeypool.pool.guest;

import static io.honeypool.pool.guest.GuestState.DESTROYED;
import static io.honeypool.pool.guest.GuestState.FAILED;
import static io.honeypool.pool.guest.GuestState.HELD;
import static io.honeypool.pool.guest.GuestState.LEASED;
import static io.honeypool.pool.guest.GuestState.PROVISIONING;
import static io.honeypool.pool.guest.GuestState.READY;
import static io.honeypool.pool.guest.GuestState.RETIRING;

import java.util.Set;

/**
 * The one transition table of guests. A used guest never gets back to READY: only a lease that was given back unused
 * takes the step from LEASED to READY.
 */
public final class GuestLifecycle {

    private GuestLifecycle() {}

    /** The states that may follow a state. */
    public static Set<GuestState> successors(GuestState state) {
        return switch (state) {
            case PROVISIONING -> Set.of(READY, RETIRING);
            case READY -> Set.of(LEASED, HELD, RETIRING);
            case LEASED -> Set.of(READY, HELD, RETIRING);
            case HELD -> Set.of(RETIRING);
            case RETIRING -> Set.of(DESTROYED, FAILED);
            case DESTROYED, FAILED -> Set.of();
        };
    }

    /**
     * Checks a step.
     *
     * @throws IllegalTransitionException if the table does not have it
     */
    static void check(GuestState from, GuestState to) {
        if (!successors(from).contains(to)) {
            throw new IllegalTransitionException(from, to);
        }
    }
}
