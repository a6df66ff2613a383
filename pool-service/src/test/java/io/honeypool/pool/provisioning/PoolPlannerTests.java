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
    private final Map<Integer, String> starting = new HashMap<>();
    private final Map<Integer, String> bakes = new HashMap<>();
    private final Set<Integer> litter = new HashSet<>();
    private final Set<Integer> troubled = new HashSet<>();
    private PoolPlanner planner = new PoolPlanner(List.of(new PoolTargets("web", 2, 4, 2)));

    @Test
    void anEmptyPoolIsFilledUpToTheTarget() {
        assertThat(plan()).containsExactly(provision(1), provision(2));
    }

    @Test
    void aLeasedGuestIsReplaced() {
        running(1, READY);
        running(2, LEASED);

        assertThat(plan()).containsExactly(provision(3));
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
        starting.put(1, "web");

        assertThat(plan()).containsExactly(provision(2));
        assertThat(plan(1)).isEmpty();
        assertThat(plan(0)).isEmpty();
    }

    @Test
    void aGuestIsCountedOnceWhetherOrNotItsRowIsThere() {
        guest(1, PROVISIONING);
        busy.addAll(Set.of(1, 2));
        starting.putAll(Map.of(1, "web", 2, "web"));

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
        starting.put(1, "web");

        assertThat(plan()).containsExactly(provision(2));
    }

    @Test
    void aSlotWithALeakedDomainIsNotUsedBeforeItIsReaped() {
        UUID leaked = domain(1);

        assertThat(plan()).containsExactly(new PoolAction.ReapDomain(1, leaked), provision(2), provision(3));
    }

    @Test
    void staleGuestsAreReplacedBeforeTheyGo() {
        UUID first = stale(1);
        UUID second = stale(2);

        assertThat(plan()).containsExactly(provision(3), provision(4));
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
        guests.set(0, new GuestFact(first, 1, first, "web", RETIRING, true));
        assertThat(plan()).isEmpty();
    }

    @Test
    void profilesShareTheSlotsAndKeepToTheirOwnCounts() {
        planner = new PoolPlanner(List.of(new PoolTargets("small", 1, 1, 2), new PoolTargets("web", 2, 3, 2)));
        running(2, LEASED);

        assertThat(plan()).containsExactly(new PoolAction.Provision(1, "small"), provision(3), provision(4));
        starting.put(1, "small");
        assertThat(plan()).containsExactly(provision(3), provision(4));
    }

    @Test
    void guestsOfAProfileThatIsGoneAreRetired() {
        UUID orphan = UUID.randomUUID();
        guests.add(new GuestFact(orphan, 1, orphan, "gone", READY, true));
        domains.put(1, new DomainStatus(orphan, "hp-pool-1"));

        assertThat(plan()).contains(new PoolAction.RetireStale(orphan));
    }

    @Test
    void aSlotThatIsBakedForTheProfileComesFirstAndOneThatFailedLast() {
        bakes.putAll(Map.of(1, "other", 4, "web"));
        troubled.add(2);

        assertThat(plan()).containsExactly(provision(4), provision(3));
        starting.putAll(Map.of(3, "web", 4, "web"));
        planner = new PoolPlanner(List.of(new PoolTargets("web", 4, 4, 4)));
        assertThat(plan()).containsExactly(provision(1), provision(2));
    }

    @Test
    void litterIsRemovedWhereNobodyIs() {
        running(1, READY);
        running(2, READY);
        litter.addAll(Set.of(1, 3, 4));
        busy.add(4);

        assertThat(plan()).containsExactly(new PoolAction.TidyBakes(3));
    }

    @Test
    void aSlotWithSomethingLeftOverIsNotUsedBeforeThatIsRemoved() {
        running(1, LEASED);
        filters.add(2);
        overlays.add(3);
        litter.add(4);

        assertThat(plan())
                .containsExactlyInAnyOrder(
                        new PoolAction.ReapFilter(2), new PoolAction.ReapOverlay(3), new PoolAction.TidyBakes(4));
    }

    @Test
    void aProfileThatFailsDoesNotHoldUpAnother() {
        planner = new PoolPlanner(List.of(new PoolTargets("small", 1, 1, 2), new PoolTargets("web", 2, 3, 2)));

        assertThat(planner.plan(snapshot(), profile -> profile.equals("small") ? 0 : 1))
                .containsExactly(provision(1));
    }

    private List<PoolAction> plan() {
        return plan(UNLIMITED);
    }

    private List<PoolAction> plan(int mayProvision) {
        return planner.plan(snapshot(), profile -> mayProvision);
    }

    private PoolSnapshot snapshot() {
        return new PoolSnapshot(
                guests,
                new PoolSnapshot.HostFacts(domains, filters, overlays, bakes, litter),
                new PoolSnapshot.Work(busy, starting, troubled));
    }

    private static PoolAction provision(int slot) {
        return new PoolAction.Provision(slot, "web");
    }

    private UUID running(int slot, GuestState state) {
        UUID id = guest(slot, state);
        domains.put(slot, new DomainStatus(id, "hp-pool-" + slot));
        return id;
    }

    private UUID stale(int slot) {
        UUID id = UUID.randomUUID();
        guests.add(new GuestFact(id, slot, id, "web", READY, true));
        domains.put(slot, new DomainStatus(id, "hp-pool-" + slot));
        return id;
    }

    private UUID guest(int slot, GuestState state) {
        UUID id = UUID.randomUUID();
        guests.add(new GuestFact(id, slot, id, "web", state, false));
        return id;
    }

    private UUID domain(int slot) {
        UUID id = UUID.randomUUID();
        domains.put(slot, new DomainStatus(id, "hp-pool-" + slot));
        return id;
    }
}
