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
 * @param domains this pool's domains by slot
 * @param filters slots of this pool's network filters
 * @param overlays slots of this pool's overlays
 * @param busy slots that something is being done to; read before all the rest, so that what is seen of other slots is
 *     settled
 * @param starting those of the busy slots in which a guest is being provisioned; its row may not be there yet
 * @param recipe version of the current image
 */
record PoolSnapshot(
        List<GuestFact> guests,
        Map<Integer, DomainStatus> domains,
        Set<Integer> filters,
        Set<Integer> overlays,
        Set<Integer> busy,
        Set<Integer> starting,
        String recipe) {

    PoolSnapshot {
        guests = List.copyOf(guests);
        domains = Map.copyOf(domains);
        filters = Set.copyOf(filters);
        overlays = Set.copyOf(overlays);
        busy = Set.copyOf(busy);
        starting = Set.copyOf(starting);
    }

    /**
     * What matters of a guest.
     *
     * @param id its id
     * @param slot its slot
     * @param state its state
     * @param stale whether it is to be replaced
     * @param recipe version of its image
     */
    record GuestFact(UUID id, int slot, GuestState state, boolean stale, String recipe) {}
}
