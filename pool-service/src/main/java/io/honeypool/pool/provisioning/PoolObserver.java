package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.hypervisor.DomainStatus;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.image.BaseImage;
import io.honeypool.pool.image.Overlays;
import io.honeypool.pool.isolation.AddressPlan;
import io.honeypool.pool.owner.Ownership;
import io.honeypool.pool.provisioning.PoolSnapshot.GuestFact;
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
    private final AddressPlan plan;
    private final BaseImage image;
    private final Ownership ownership;

    PoolObserver(
            Guests guests,
            Hypervisor hypervisor,
            Overlays overlays,
            AddressPlan plan,
            BaseImage image,
            Ownership ownership) {
        this.guests = guests;
        this.hypervisor = hypervisor;
        this.overlays = overlays;
        this.plan = plan;
        this.image = image;
        this.ownership = ownership;
    }

    /**
     * Looks now; the busy slots, and those of them in which guests are starting, were read before.
     *
     * @throws io.honeypool.pool.owner.UnconfirmedOwnership if what is there may not be this service's any more
     */
    PoolSnapshot look(Set<Integer> busy, Set<Integer> starting) throws IOException {
        List<GuestFact> rows = guests.live().stream().map(PoolObserver::fact).toList();
        Map<Integer, DomainStatus> domains = new HashMap<>();
        for (DomainStatus domain : hypervisor.domains()) {
            plan.slotOf(domain.name()).ifPresent(slot -> domains.put(slot, domain));
        }
        PoolSnapshot seen = new PoolSnapshot(
                rows, domains, slots(hypervisor.filters()), slots(overlays.guests()), busy, starting, image.recipe());
        ownership.check();
        return seen;
    }

    private Set<Integer> slots(Collection<String> names) {
        return names.stream().map(plan::slotOf).flatMap(Optional::stream).collect(Collectors.toSet());
    }

    private static GuestFact fact(Guest guest) {
        return new GuestFact(guest.id(), guest.slot(), guest.state(), guest.isStale(), guest.recipe());
    }
}
