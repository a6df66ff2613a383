package io.honeypool.pool.provisioning;

import static io.honeypool.pool.guest.GuestState.HELD;
import static io.honeypool.pool.guest.GuestState.LEASED;
import static io.honeypool.pool.guest.GuestState.PROVISIONING;
import static io.honeypool.pool.guest.GuestState.READY;
import static io.honeypool.pool.guest.GuestState.RETIRING;
import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.hypervisor.DomainStatus;
import io.honeypool.pool.provisioning.PoolSnapshot.GuestFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PoolPlannerTests {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final List<GuestFact> guests = new ArrayList<>();
    private final Map<Integer, DomainStatus> domains = new HashMap<>();
    private final Set<Integer> filters = new HashSet<>();
    private final Set<Integer> overlays = new HashSet<>();
    private final Set<Integer> busy = new HashSet<>();
    private final Set<Integer> starting = new HashSet<>();
    private final PoolPlanner planner = new PoolPlanner(new PoolTargets(2, 4, 2));

    @Test
    void anEmptyPoolIsFilledUpToTheTarget() {
        assertThat(plan()).containsExactly(new PoolAction.Provision(1), new PoolAction.Provision(2));
    }

    @Test
    void aLeasedGuestIsReplaced() {
        running(1, READY);
        running(2, LEASED);

        assertThat(plan()).containsExactly(new PoolAction.Provision(3));
    }

    @Test
    void aFullPoolGrowsNoFurther() {
        for (int slot = 1; slot <= 3; slot++) {
            running(slot, LEASED);
        }
        running(4, HELD);

        assertThat(plan()).isEmpty();
    }

    @Test
    void noMoreThanAllowedAreStartedAtOnce() {
        busy.add(1);
        starting.add(1);

        assertThat(plan()).containsExactly(new PoolAction.Provision(2));
        assertThat(plan(1)).isEmpty();
        assertThat(plan(0)).isEmpty();
    }

    @Test
    void aGuestIsCountedOnceWhetherOrNotItsRowIsThere() {
        guest(1, PROVISIONING);
        busy.addAll(Set.of(1, 2));
        starting.addAll(Set.of(1, 2));

        assertThat(plan()).isEmpty();
    }

    @Test
    void aProvisioningThatNobodyIsAtIsAbandoned() {
        UUID left = guest(1, PROVISIONING);

        assertThat(plan()).contains(new PoolAction.Abandon(left));
    }

    @Test
    void aRetiringGuestIsRemovedOnce() {
        UUID retiring = running(1, RETIRING);

        assertThat(plan()).contains(new PoolAction.Remove(retiring, 1));
        busy.add(1);
        assertThat(plan()).noneMatch(PoolAction.Remove.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource(
            value = GuestState.class,
            names = {"READY", "LEASED"})
    void aServingGuestWithoutItsDomainIsLost(GuestState state) {
        UUID lost = guest(1, state);

        assertThat(plan()).contains(new PoolAction.Lose(lost));
    }

    @Test
    void aDomainOfTheSameNameIsNotTheGuests() {
        UUID lost = guest(1, READY);
        UUID stranger = domain(1);

        assertThat(plan()).contains(new PoolAction.Lose(lost), new PoolAction.ReapDomain(1, stranger));
    }

    @Test
    void aHeldGuestMayBePoweredOff() {
        running(1, READY);
        running(2, READY);
        guest(3, HELD);
        overlays.add(3);

        assertThat(plan()).isEmpty();
    }

    @Test
    void whatNoGuestOwnsIsReaped() {
        running(1, READY);
        running(2, READY);
        UUID domain = domain(3);
        filters.addAll(Set.of(1, 2, 3, 4));
        overlays.addAll(Set.of(1, 2, 3, 4));

        assertThat(plan())
                .containsExactly(
                        new PoolAction.ReapDomain(3, domain),
                        new PoolAction.ReapFilter(4),
                        new PoolAction.ReapOverlay(4));
    }

    @Test
    void whatIsBeingMadeIsNotReaped() {
        domain(1);
        filters.add(1);
        overlays.add(1);
        busy.add(1);
        starting.add(1);

        assertThat(plan()).containsExactly(new PoolAction.Provision(2));
    }

    @Test
    void aSlotWithALeakedDomainIsNotUsedBeforeItIsReaped() {
        UUID leaked = domain(1);

        assertThat(plan())
                .containsExactly(
                        new PoolAction.ReapDomain(1, leaked), new PoolAction.Provision(2), new PoolAction.Provision(3));
    }

    @Test
    void staleGuestsAreReplacedBeforeTheyGo() {
        UUID first = stale(1);
        UUID second = stale(2);

        assertThat(plan()).containsExactly(new PoolAction.Provision(3), new PoolAction.Provision(4));
        running(3, READY);
        running(4, READY);
        assertThat(plan()).containsExactly(new PoolAction.RetireStale(first), new PoolAction.RetireStale(second));
    }

    @Test
    void inAFullPoolStaleGuestsGoOneAtATime() {
        UUID first = stale(1);
        stale(2);
        running(3, LEASED);
        running(4, LEASED);

        assertThat(plan()).containsExactly(new PoolAction.RetireStale(first));
        busy.add(1);
        guests.set(0, new GuestFact(first, 1, RETIRING, true, "new"));
        assertThat(plan()).isEmpty();
    }

    @Test
    void guestsOfAnOlderImageAreStale() {
        UUID old = UUID.randomUUID();
        guests.add(new GuestFact(old, 1, READY, false, "old"));
        domains.put(1, new DomainStatus(old, "hp-pool-1"));
        running(2, READY);
        running(3, READY);

        assertThat(plan()).containsExactly(new PoolAction.RetireStale(old));
    }

    private List<PoolAction> plan() {
        return plan(UNLIMITED);
    }

    private List<PoolAction> plan(int mayProvision) {
        return planner.plan(new PoolSnapshot(guests, domains, filters, overlays, busy, starting, "new"), mayProvision);
    }

    private UUID running(int slot, GuestState state) {
        UUID id = guest(slot, state);
        domains.put(slot, new DomainStatus(id, "hp-pool-" + slot));
        return id;
    }

    private UUID stale(int slot) {
        UUID id = UUID.randomUUID();
        guests.add(new GuestFact(id, slot, READY, true, "new"));
        domains.put(slot, new DomainStatus(id, "hp-pool-" + slot));
        return id;
    }

    private UUID guest(int slot, GuestState state) {
        UUID id = UUID.randomUUID();
        guests.add(new GuestFact(id, slot, state, false, "new"));
        return id;
    }

    private UUID domain(int slot) {
        UUID id = UUID.randomUUID();
        domains.put(slot, new DomainStatus(id, "hp-pool-" + slot));
        return id;
    }
}
