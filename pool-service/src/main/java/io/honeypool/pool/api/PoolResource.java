package io.honeypool.pool.api;

import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.lease.LeaseState;
import java.util.List;
import java.util.Map;

/**
 * The pool as the API shows it.
 *
 * @param name its name
 * @param ready guests it keeps READY
 * @param maximum guests it has at most
 * @param leases current leases by state
 * @param profiles guests by state, profile by profile
 */
record PoolResource(String name, int ready, int maximum, Map<LeaseState, Long> leases, List<Profile> profiles) {

    /** Live guests of one profile by state. */
    record Profile(String name, Map<GuestState, Long> guests) {}
}
