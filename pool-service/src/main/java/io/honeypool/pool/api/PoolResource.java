package io.honeypool.pool.api;

import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.lease.LeaseState;
import io.honeypool.pool.owner.OwnerState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The pool as the API shows it.
 *
 * @param name name of the service that answers
 * @param ready guests it keeps READY
 * @param maximum guests it has at most
 * @param leases current leases of all services by state
 * @param profiles guests of all services by state, profile by profile
 * @param owners the services on this database
 * @param disk room on the host of the service that answers
 */
record PoolResource(
        String name,
        int ready,
        int maximum,
        Map<LeaseState, Long> leases,
        List<Profile> profiles,
        List<PoolOwner> owners,
        Disk disk) {

    /** What is wanted of one profile by the service that answers, and its live guests by state. */
    record Profile(String name, int ready, int maximum, Map<GuestState, Long> guests) {}

    /** Room on the disk, and what is kept on it. {@code full}: no guest is made. */
    record Disk(
            boolean full,
            long freeBytes,
            long minimumFreeBytes,
            long keptOverlays,
            long keptBytes,
            long keptQuotaBytes) {}

    /** A pool service with its live guests by state. */
    record PoolOwner(
            String name,
            OwnerState state,
            boolean serving,
            Instant startedAt,
            Instant seenAt,
            Map<GuestState, Long> guests) {}
}
