package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.hypervisor.DomainStatus;
import io.honeypool.pool.provisioning.PoolSnapshot.GuestFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Decides what to do; pure. */
final class PoolPlanner {

    private final PoolTargets targets;

    PoolPlanner(PoolTargets targets) {
        this.targets = targets;
    }

    /**
     * Plans one round.
     *
     * @param snapshot what is there
     * @param mayProvision how many guests may be started now, as failures before have it
     */
    List<PoolAction> plan(PoolSnapshot snapshot, int mayProvision) {
        List<PoolAction> actions = new ArrayList<>();
        for (GuestFact guest : snapshot.guests()) {
            if (!snapshot.busy().contains(guest.slot())) {
                planGuest(guest, snapshot, actions);
            }
        }
        planReaping(snapshot, actions);
        planReplacing(snapshot, actions);
        planProvisioning(snapshot, mayProvision, actions);
        return actions;
    }

    private static void planGuest(GuestFact guest, PoolSnapshot snapshot, List<PoolAction> actions) {
        if (guest.state() == GuestState.PROVISIONING) {
            actions.add(new PoolAction.Abandon(guest.id()));
        } else if (guest.state() == GuestState.RETIRING) {
            actions.add(new PoolAction.Remove(guest.id(), guest.slot()));
        } else if (PoolAction.needsDomain(guest.state()) && !runs(guest, snapshot)) {
            actions.add(new PoolAction.Lose(guest.id()));
        }
    }

    private static boolean runs(GuestFact guest, PoolSnapshot snapshot) {
        DomainStatus domain = snapshot.domains().get(guest.slot());
        return domain != null && domain.id().equals(guest.id());
    }

    private static void planReaping(PoolSnapshot snapshot, List<PoolAction> actions) {
        Map<Integer, GuestFact> owners = new HashMap<>();
        snapshot.guests().forEach(guest -> owners.put(guest.slot(), guest));
        snapshot.domains().forEach((slot, domain) -> {
            GuestFact owner = owners.get(slot);
            boolean owned = owner != null && owner.id().equals(domain.id());
            if (!owned && !snapshot.busy().contains(slot)) {
                actions.add(new PoolAction.ReapDomain(slot, domain.id()));
            }
        });
        leftOver(snapshot.filters(), owners, snapshot)
                .filter(slot -> !snapshot.domains().containsKey(slot))
                .forEach(slot -> actions.add(new PoolAction.ReapFilter(slot)));
        leftOver(snapshot.overlays(), owners, snapshot)
                .filter(slot -> !snapshot.domains().containsKey(slot))
                .forEach(slot -> actions.add(new PoolAction.ReapOverlay(slot)));
    }

    private static IntStream leftOver(Set<Integer> slots, Map<Integer, GuestFact> owners, PoolSnapshot snapshot) {
        return slots.stream()
                .filter(slot -> !owners.containsKey(slot) && !snapshot.busy().contains(slot))
                .mapToInt(Integer::intValue)
                .sorted();
    }

    /** Stale guests go when others are READY in their place; in a full pool, one at a time. */
    private void planReplacing(PoolSnapshot snapshot, List<PoolAction> actions) {
        List<GuestFact> stale = snapshot.guests().stream()
                .filter(g -> g.state() == GuestState.READY && isStale(g, snapshot) && runs(g, snapshot))
                .toList();
        long changing = provisioning(snapshot).size() + count(snapshot, GuestState.RETIRING);
        boolean full = occupied(snapshot).size() >= targets.maximum();
        if (freshReady(snapshot) >= targets.ready()) {
            stale.forEach(g -> actions.add(new PoolAction.RetireStale(g.id())));
        } else if (full && changing == 0 && !stale.isEmpty()) {
            actions.add(new PoolAction.RetireStale(stale.getFirst().id()));
        }
    }

    private void planProvisioning(PoolSnapshot snapshot, int mayProvision, List<PoolAction> actions) {
        int provisioning = provisioning(snapshot).size();
        long wanted = targets.ready() - freshReady(snapshot) - provisioning;
        Set<Integer> taken = occupied(snapshot);
        int room = targets.maximum() - taken.size();
        int hands = Math.min(targets.parallel(), mayProvision) - provisioning;
        taken.addAll(snapshot.busy());
        taken.addAll(snapshot.domains().keySet());
        IntStream.rangeClosed(1, targets.maximum())
                .filter(slot -> !taken.contains(slot))
                .limit(Math.max(0, Math.min(wanted, Math.min(room, hands))))
                .forEach(slot -> actions.add(new PoolAction.Provision(slot)));
    }

    private static long freshReady(PoolSnapshot snapshot) {
        return snapshot.guests().stream()
                .filter(g -> g.state() == GuestState.READY && !isStale(g, snapshot))
                .count();
    }

    private static boolean isStale(GuestFact guest, PoolSnapshot snapshot) {
        return guest.stale() || !guest.recipe().equals(snapshot.recipe());
    }

    /** Slots in which a guest is being provisioned. */
    private static Set<Integer> provisioning(PoolSnapshot snapshot) {
        Set<Integer> slots = new HashSet<>(snapshot.starting());
        snapshot.guests().stream()
                .filter(g -> g.state() == GuestState.PROVISIONING)
                .forEach(g -> slots.add(g.slot()));
        return slots;
    }

    /** Slots that have a guest or are about to. */
    private static Set<Integer> occupied(PoolSnapshot snapshot) {
        Set<Integer> slots = new HashSet<>(snapshot.starting());
        snapshot.guests().forEach(g -> slots.add(g.slot()));
        return slots;
    }

    private static long count(PoolSnapshot snapshot, GuestState state) {
        return snapshot.guests().stream().filter(g -> g.state() == state).count();
    }
}
