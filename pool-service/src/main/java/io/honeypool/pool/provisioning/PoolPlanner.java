package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.hypervisor.DomainStatus;
import io.honeypool.pool.provisioning.PoolSnapshot.GuestFact;
import io.honeypool.pool.provisioning.PoolSnapshot.HostFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Decides what to do; pure. Profiles share the slots: any slot takes a guest of any profile. */
final class PoolPlanner {

    private final List<PoolTargets> targets;
    private final Set<String> profiles;
    private final int slots;

    PoolPlanner(List<PoolTargets> targets) {
        this.targets = List.copyOf(targets);
        this.profiles = targets.stream().map(PoolTargets::profile).collect(Collectors.toUnmodifiableSet());
        this.slots = targets.stream().mapToInt(PoolTargets::maximum).sum();
    }

    /**
     * Plans one round.
     *
     * @param snapshot what is there
     * @param mayProvision how many guests of a profile may be started now, as failures before have it
     */
    List<PoolAction> plan(PoolSnapshot snapshot, ToIntFunction<String> mayProvision) {
        List<PoolAction> actions = new ArrayList<>();
        for (GuestFact guest : snapshot.guests()) {
            if (!snapshot.work().busy().contains(guest.slot())) {
                planGuest(guest, snapshot, actions);
            }
        }
        planReaping(snapshot, actions);
        planOrphans(snapshot, actions);
        Set<Integer> taken = taken(snapshot);
        for (PoolTargets target : targets) {
            planReplacing(target, snapshot, actions);
            planProvisioning(target, snapshot, mayProvision.applyAsInt(target.profile()), taken)
                    .forEach(slot -> {
                        taken.add(slot);
                        actions.add(new PoolAction.Provision(slot, target.profile()));
                    });
        }
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
        DomainStatus domain = snapshot.host().domains().get(guest.slot());
        return domain != null && domain.id().equals(guest.domain());
    }

    private static void planReaping(PoolSnapshot snapshot, List<PoolAction> actions) {
        Map<Integer, GuestFact> owners = new HashMap<>();
        snapshot.guests().forEach(guest -> owners.put(guest.slot(), guest));
        Map<Integer, DomainStatus> domains = snapshot.host().domains();
        domains.forEach((slot, domain) -> {
            GuestFact owner = owners.get(slot);
            boolean owned = owner != null && owner.domain().equals(domain.id());
            if (!owned && !snapshot.work().busy().contains(slot)) {
                actions.add(new PoolAction.ReapDomain(slot, domain.id()));
            }
        });
        leftOver(snapshot.host().filters(), owners, snapshot)
                .forEach(slot -> actions.add(new PoolAction.ReapFilter(slot)));
        leftOver(snapshot.host().overlays(), owners, snapshot)
                .forEach(slot -> actions.add(new PoolAction.ReapOverlay(slot)));
        leftOver(snapshot.host().litter(), owners, snapshot)
                .forEach(slot -> actions.add(new PoolAction.TidyBakes(slot)));
    }

    private static IntStream leftOver(Set<Integer> slots, Map<Integer, GuestFact> owners, PoolSnapshot snapshot) {
        return slots.stream()
                .filter(slot -> !owners.containsKey(slot)
                        && !snapshot.work().busy().contains(slot)
                        && !snapshot.host().domains().containsKey(slot))
                .mapToInt(Integer::intValue)
                .sorted();
    }

    /** READY guests of profiles that the pool does not have any more. */
    private void planOrphans(PoolSnapshot snapshot, List<PoolAction> actions) {
        snapshot.guests().stream()
                .filter(g -> g.state() == GuestState.READY && !profiles.contains(g.profile()) && runs(g, snapshot))
                .forEach(g -> actions.add(new PoolAction.RetireStale(g.id())));
    }

    /** Stale guests go when others are READY in their place; where there is no room for those, one at a time. */
    private static void planReplacing(PoolTargets target, PoolSnapshot snapshot, List<PoolAction> actions) {
        List<GuestFact> stale = of(target, snapshot)
                .filter(g -> g.state() == GuestState.READY && g.stale() && runs(g, snapshot))
                .toList();
        long retiring = of(target, snapshot)
                .filter(g -> g.state() == GuestState.RETIRING)
                .count();
        boolean full = occupied(target, snapshot).size() >= target.maximum();
        if (freshReady(target, snapshot) >= target.ready()) {
            stale.forEach(g -> actions.add(new PoolAction.RetireStale(g.id())));
        } else if (full && provisioning(target, snapshot).isEmpty() && retiring == 0 && !stale.isEmpty()) {
            actions.add(new PoolAction.RetireStale(stale.getFirst().id()));
        }
    }

    private List<Integer> planProvisioning(
            PoolTargets target, PoolSnapshot snapshot, int mayProvision, Set<Integer> taken) {
        int provisioning = provisioning(target, snapshot).size();
        long wanted = target.ready() - freshReady(target, snapshot) - provisioning;
        int room = target.maximum() - occupied(target, snapshot).size();
        int hands = Math.min(target.parallel(), mayProvision) - provisioning;
        return IntStream.rangeClosed(1, slots)
                .filter(slot -> !taken.contains(slot))
                .boxed()
                .sorted(Comparator.comparingInt(slot -> preference(slot, target, snapshot)))
                .limit(Math.max(0, Math.min(wanted, Math.min(room, hands))))
                .toList();
    }

    /** The lower the better: what failed comes last; what is baked for the profile comes first. */
    private static int preference(int slot, PoolTargets target, PoolSnapshot snapshot) {
        String baked = snapshot.host().bakes().get(slot);
        int rank = baked == null ? 1 : baked.equals(target.profile()) ? 0 : 2;
        return snapshot.work().troubled().contains(slot) ? rank + 3 : rank;
    }

    private static Stream<GuestFact> of(PoolTargets target, PoolSnapshot snapshot) {
        return snapshot.guests().stream().filter(g -> g.profile().equals(target.profile()));
    }

    private static long freshReady(PoolTargets target, PoolSnapshot snapshot) {
        return of(target, snapshot)
                .filter(g -> g.state() == GuestState.READY && !g.stale())
                .count();
    }

    /** Slots in which a guest of the profile is being provisioned. */
    private static Set<Integer> provisioning(PoolTargets target, PoolSnapshot snapshot) {
        Set<Integer> slots = starting(target, snapshot);
        of(target, snapshot).filter(g -> g.state() == GuestState.PROVISIONING).forEach(g -> slots.add(g.slot()));
        return slots;
    }

    /** Slots that have a guest of the profile or are about to. */
    private static Set<Integer> occupied(PoolTargets target, PoolSnapshot snapshot) {
        Set<Integer> slots = starting(target, snapshot);
        of(target, snapshot).forEach(g -> slots.add(g.slot()));
        return slots;
    }

    private static Set<Integer> starting(PoolTargets target, PoolSnapshot snapshot) {
        Set<Integer> slots = new HashSet<>();
        snapshot.work().starting().forEach((slot, profile) -> {
            if (profile.equals(target.profile())) {
                slots.add(slot);
            }
        });
        return slots;
    }

    /** Slots that cannot be used now, whatever for: what is left over in one is removed first. */
    private static Set<Integer> taken(PoolSnapshot snapshot) {
        Set<Integer> slots = new HashSet<>(snapshot.work().busy());
        slots.addAll(snapshot.work().starting().keySet());
        snapshot.guests().forEach(g -> slots.add(g.slot()));
        HostFacts host = snapshot.host();
        Stream.of(host.domains().keySet(), host.filters(), host.overlays(), host.litter())
                .forEach(slots::addAll);
        return slots;
    }
}
