package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.hypervisor.DomainStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the pool looked like at one moment.
 *
 * @param guests every live guest
 * @param host what is on the host
 * @param work what is being done; read before all the rest, so that what is seen of other slots is settled
 */
record PoolSnapshot(List<GuestFact> guests, HostFacts host, Work work) {

    PoolSnapshot {
        guests = List.copyOf(guests);
    }

    /**
     * What matters of a guest.
     *
     * @param id its id
     * @param slot its slot
     * @param domain UUID of its domain
     * @param profile its profile
     * @param state its state
     * @param stale whether it is to be replaced
     */
    record GuestFact(UUID id, int slot, UUID domain, String profile, GuestState state, boolean stale) {}

    /**
     * What is on the host, by slot.
     *
     * @param domains this pool's domains
     * @param filters slots of this pool's network filters
     * @param overlays slots of this pool's overlays
     * @param bakes profile that a slot's saved memory is of
     * @param litter slots with bakes that were not finished or are of no use any more
     */
    record HostFacts(
            Map<Integer, DomainStatus> domains,
            Set<Integer> filters,
            Set<Integer> overlays,
            Map<Integer, String> bakes,
            Set<Integer> litter) {

        HostFacts {
            domains = Map.copyOf(domains);
            filters = Set.copyOf(filters);
            overlays = Set.copyOf(overlays);
            bakes = Map.copyOf(bakes);
            litter = Set.copyOf(litter);
        }
    }

    /**
     * What is being done.
     *
     * @param busy slots that something is being done to
     * @param starting those in which a guest is being provisioned, with its profile; its row may not be there yet
     * @param troubled slots whose last provisioning failed
     */
    record Work(Set<Integer> busy, Map<Integer, String> starting, Set<Integer> troubled) {

        /** Nothing is being done. */
        static final Work NONE = new Work(Set.of(), Map.of(), Set.of());

        Work {
            busy = Set.copyOf(busy);
            starting = Map.copyOf(starting);
            troubled = Set.copyOf(troubled);
        }
    }
}
