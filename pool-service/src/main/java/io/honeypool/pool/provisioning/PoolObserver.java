package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.hypervisor.DomainStatus;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.image.Bakes;
import io.honeypool.pool.image.Overlays;
import io.honeypool.pool.isolation.AddressPlan;
import io.honeypool.pool.owner.Ownership;
import io.honeypool.pool.provisioning.PoolSnapshot.GuestFact;
import io.honeypool.pool.provisioning.PoolSnapshot.HostFacts;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Looks at the rows and at the host, in this order: a row is there before what it stands for. */
@Component
class PoolObserver {

    private final Guests guests;
    private final Hypervisor hypervisor;
    private final Overlays overlays;
    private final Bakes bakes;
    private final AddressPlan plan;
    private final Staleness staleness;
    private final Ownership ownership;

    PoolObserver(
            Guests guests,
            Hypervisor hypervisor,
            Overlays overlays,
            Bakes bakes,
            AddressPlan plan,
            Staleness staleness,
            Ownership ownership) {
        this.guests = guests;
        this.hypervisor = hypervisor;
        this.overlays = overlays;
        this.bakes = bakes;
        this.plan = plan;
        this.staleness = staleness;
        this.ownership = ownership;
    }

    /**
     * Looks now; what is being done was read before.
     *
     * @throws io.honeypool.pool.owner.UnconfirmedOwnership if what is there may not be this service's any more
     */
    PoolSnapshot look(PoolSnapshot.Work work) throws IOException {
        List<Guest> live = guests.live();
        Map<Integer, DomainStatus> domains = new HashMap<>();
        for (DomainStatus domain : hypervisor.domains()) {
            plan.slotOf(domain.name()).ifPresent(slot -> domains.put(slot, domain));
        }
        Map<Integer, String> baked = new HashMap<>();
        bakes.newest().forEach((name, bake) -> plan.slotOf(name).ifPresent(slot -> baked.put(slot, bake.profile())));
        Set<Integer> overlaySlots = slots(overlays.guests());
        HostFacts host =
                new HostFacts(domains, slots(hypervisor.filters()), overlaySlots, baked, slots(bakes.littered()));
        List<GuestFact> rows =
                live.stream().map(guest -> fact(guest, overlaySlots)).toList();
        ownership.check();
        return new PoolSnapshot(rows, host, work);
    }

    private Set<Integer> slots(Collection<String> names) {
        return names.stream().map(plan::slotOf).flatMap(Optional::stream).collect(Collectors.toSet());
    }

    private GuestFact fact(Guest guest, Set<Integer> overlaySlots) {
        boolean stale = staleness.of(guest) || !overlaySlots.contains(guest.slot());
        return new GuestFact(guest.id(), guest.slot(), guest.domain(), guest.profile(), guest.state(), stale);
    }
}
