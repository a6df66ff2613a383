package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.lease.LeaseEndReason;
import io.honeypool.pool.lease.LeaseKeeper;
import io.honeypool.pool.lease.LeaseOutcome;
import io.honeypool.pool.lease.LeaseOutcome.Exhausted;
import io.honeypool.pool.lease.LeaseOutcome.Granted;
import io.honeypool.pool.lease.LeaseOutcome.NetworkFull;
import io.honeypool.pool.testing.Attackers;
import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets a guest when there are not enough, over a real PostgreSQL. */
class LeasePoliciesIT {

    private @Nullable RunningPool pool;

    @AfterEach
    void stop() throws IOException {
        if (pool != null) {
            pool.close();
        }
    }

    @Test
    void oneNetworkGetsNoMoreGuestsThanItMay() throws ExecutionException, InterruptedException {
        Attackers attackers = start(6, "honeypool.pool.lease.per-network.limit", "2");

        List<LeaseOutcome> outcomes = attackers.atOnce(60, i -> Attackers.application("192.0.2." + i, "c" + i));

        assertThat(Attackers.guestsOf(outcomes)).hasSize(2).doesNotHaveDuplicates();
        assertThat(outcomes).filteredOn(NetworkFull.class::isInstance).hasSize(58);
        assertThat(attackers.ask("198.51.100.1", "elsewhere")).isInstanceOf(Granted.class);
        assertThat(metrics()).contains("honeypool_pool_refused_total{reason=\"network-limit\"} 58.0");
    }

    @Test
    void aSourceOfAFullNetworkKeepsItsGuestAndALeaseThatEndsMakesRoom() {
        Attackers attackers = start(6, "honeypool.pool.lease.per-network.limit", "1");
        Granted first = attackers.acquire("192.0.2.1", "c1");
        assertThat(attackers.ask("192.0.2.2", "c2")).isInstanceOf(NetworkFull.class);

        assertThat(attackers.acquire("192.0.2.1", "c3").guestId()).isEqualTo(first.guestId());
        assertThat(attackers.acquire("192.0.2.1", "c1").guestId())
                .as("asked again")
                .isEqualTo(first.guestId());

        attackers.release(first, "c1", false);
        attackers.release(first, "c3", false);
        assertThat(attackers.ask("192.0.2.2", "c2")).isInstanceOf(Granted.class);
    }

    @Test
    void noIpv6NetworkIsSmallerThanASource() throws ExecutionException, InterruptedException {
        Attackers attackers = start(
                3,
                "honeypool.pool.lease.ipv6-prefix-length",
                "48",
                "honeypool.pool.lease.per-network.ipv6-prefix-length",
                "64",
                "honeypool.pool.lease.per-network.limit",
                "1");

        List<LeaseOutcome> outcomes =
                attackers.atOnce(20, i -> Attackers.application("2001:db8:1:" + i + "::1", "c" + i));

        assertThat(Attackers.guestsOf(outcomes))
                .hasSize(20)
                .containsOnly(Attackers.guestsOf(outcomes).getFirst());
    }

    @Test
    void noLeaseLastsLongerThanTheMaximumTime() {
        Attackers attackers = start(2, "honeypool.pool.lease.maximum-time", "1h");
        Granted old = attackers.acquire(Attackers.apart(1), "c1");
        Granted young = attackers.acquire(Attackers.apart(2), "c2");

        database("UPDATE lease SET created_at = created_at - interval '61 min' WHERE id = ?", old.leaseId());
        database("UPDATE lease SET created_at = created_at - interval '59 min' WHERE id = ?", young.leaseId());

        await().until(() -> attackers.lease(old, "end_reason").equals("MAXIMUM_TIME"));
        await().until(() -> attackers.stateOfGuest(old).equals("DESTROYED"));
        assertThat(attackers.lease(young, "state")).isEqualTo("ACTIVE");
    }

    @Test
    void withoutMaximumTimeALeaseLastsAsLongAsItIsUsed() {
        Attackers attackers = start(2, "honeypool.pool.lease.maximum-time", "0s");
        Granted old = attackers.acquire(Attackers.apart(1), "c1");
        database("UPDATE lease SET created_at = created_at - interval '9 years' WHERE id = ?", old.leaseId());

        pool().bean(LeaseKeeper.class).expire();

        assertThat(attackers.lease(old, "state")).isEqualTo("ACTIVE");
    }

    @Test
    void theLongestIdleLeaseMakesWayAndNoActiveOneEverDoes() {
        Attackers attackers = start(3, "honeypool.pool.guests.when-exhausted", "evict-idle");
        Granted active = attackers.acquire(Attackers.apart(1), "active");
        Granted first = attackers.acquire(Attackers.apart(2), "first");
        Granted second = attackers.acquire(Attackers.apart(3), "second");
        attackers.release(first, "first", true);
        attackers.release(second, "second", true);

        Granted newcomer = attackers.acquire(Attackers.apart(4), "newcomer");

        assertThat(newcomer.guestId()).isNotIn(active.guestId(), first.guestId(), second.guestId());
        assertThat(attackers.lease(first, "end_reason")).isEqualTo("EVICTED");
        assertThat(attackers.lease(second, "state")).isEqualTo("IDLE");
        attackers.acquire(Attackers.apart(5), "another");
        assertThat(attackers.lease(second, "end_reason")).isEqualTo("EVICTED");
        assertThat(attackers.ask(Attackers.apart(6), "too many")).isInstanceOf(Exhausted.class);
        assertThat(attackers.lease(active, "state")).isEqualTo("ACTIVE");
        assertThat(metrics()).contains("honeypool_pool_evictions_total 2.0");
    }

    @Test
    void manyNewcomersEvictEachIdleLeaseOnce() throws ExecutionException, InterruptedException {
        Attackers attackers = start(3, "honeypool.pool.guests.when-exhausted", "evict-idle");
        for (int i = 0; i < 3; i++) {
            Granted granted = attackers.acquire(Attackers.apart(i), "c" + i);
            attackers.release(granted, "c" + i, true);
        }

        List<LeaseOutcome> outcomes =
                attackers.atOnce(40, i -> Attackers.application(Attackers.apart(100 + i), "n" + i));

        assertThat(Attackers.guestsOf(outcomes)).hasSize(3).doesNotHaveDuplicates();
        assertThat(attackers.count("SELECT count(*) FROM lease WHERE end_reason = 'EVICTED'"))
                .isEqualTo(3);
        assertConsistent(attackers);
    }

    @Test
    void aWaitForAnEvictedGuestIsBounded() {
        Attackers attackers =
                start(2, "honeypool.pool.guests.when-exhausted", "evict-idle", "honeypool.pool.lease.wait-time", "1s");
        attackers.acquire(Attackers.apart(1), "c1");
        Granted idle = attackers.acquire(Attackers.apart(2), "c2");
        attackers.release(idle, "c2", true);
        pool().hypervisor().setStarting(false);

        assertThat(attackers.ask(Attackers.apart(3), "c3")).isInstanceOf(Exhausted.class);

        assertThat(attackers.lease(idle, "end_reason")).isEqualTo("EVICTED");
    }

    @Test
    void sourcesAreSpreadOverSharedGuests() throws ExecutionException, InterruptedException {
        Attackers attackers = start(3, "honeypool.pool.guests.when-exhausted", "share");

        List<LeaseOutcome> outcomes = attackers.atOnce(30, i -> Attackers.application(Attackers.apart(i), "c" + i));

        assertThat(Attackers.guestsOf(outcomes).stream()
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                        .values())
                .containsExactly(10L, 10L, 10L);
        assertThat(attackers.count("SELECT count(*) FROM lease WHERE shared")).isEqualTo(27);
        assertThat(attackers.ask(Attackers.apart(1), "c1")).isEqualTo(outcomes.get(1));
        assertThat(metrics()).contains("honeypool_pool_shares_total 27.0");
    }

    @Test
    void aSharedGuestIsRemovedWithItsLastLease() {
        Attackers attackers = start(1, "honeypool.pool.guests.when-exhausted", "share");
        Granted owner = attackers.acquire(Attackers.apart(1), "c1");
        Granted guest = attackers.acquire(Attackers.apart(2), "c2");
        assertThat(guest.guestId()).isEqualTo(owner.guestId());
        LeaseKeeper keeper = pool().bean(LeaseKeeper.class);

        keeper.end(owner.leaseId(), LeaseEndReason.OPERATOR);
        assertThat(attackers.stateOfGuest(owner)).isEqualTo("LEASED");
        assertThat(attackers.lease(guest, "state")).isEqualTo("ACTIVE");
        keeper.end(guest.leaseId(), LeaseEndReason.OPERATOR);

        await().until(() -> attackers.stateOfGuest(owner).equals("DESTROYED"));
    }

    @Test
    void aSharedGuestIsPristineOnlyIfNobodyUsedIt() {
        Attackers attackers = start(1, "honeypool.pool.guests.when-exhausted", "share");
        Granted one = attackers.acquire(Attackers.apart(1), "c1");
        Granted two = attackers.acquire(Attackers.apart(2), "c2");
        attackers.release(one, "c1", false);
        assertThat(attackers.stateOfGuest(one)).isEqualTo("LEASED");
        attackers.release(two, "c2", false);
        assertThat(attackers.stateOfGuest(one)).isEqualTo("READY");

        Granted three = attackers.acquire(Attackers.apart(3), "c3");
        Granted four = attackers.acquire(Attackers.apart(4), "c4");
        attackers.release(three, "c3", true);
        pool().bean(LeaseKeeper.class).end(three.leaseId(), LeaseEndReason.OPERATOR);
        attackers.release(four, "c4", false);

        assertThat(attackers.lease(four, "end_reason")).isEqualTo("UNUSED");
        await().until(() -> attackers.stateOfGuest(three).equals("DESTROYED"));
    }

    @Test
    void aSharedGuestThatIsTakenEndsAllItsLeases() {
        Attackers attackers = start(1, "honeypool.pool.guests.when-exhausted", "share");
        Granted one = attackers.acquire(Attackers.apart(1), "c1");
        Granted two = attackers.acquire(Attackers.apart(2), "c2");

        pool().bean(LeaseKeeper.class).takeGuest(one.guestId(), LeaseEndReason.GUEST_HELD, GuestState.HELD);

        assertThat(Stream.of(one, two).map(granted -> attackers.lease(granted, "end_reason")))
                .containsOnly("GUEST_HELD");
        assertThat(attackers.stateOfGuest(one)).isEqualTo("HELD");
    }

    @Test
    void sharedGuestsStayConsistentWhileSourcesComeAndGoAndGuestsAreTaken()
            throws ExecutionException, InterruptedException {
        Attackers attackers = start(6, "honeypool.pool.guests.when-exhausted", "share");
        LeaseKeeper keeper = pool().bean(LeaseKeeper.class);

        attackers.together(120, i -> {
            LeaseOutcome outcome = attackers.ask(Attackers.apart(i), "c" + i);
            if (outcome instanceof Granted granted) {
                return switch (i % 4) {
                    case 0 -> keeper.end(granted.leaseId(), LeaseEndReason.OPERATOR);
                    case 1 -> attackers.release(granted, "c" + i, i % 8 == 1);
                    case 2 -> keeper.takeGuest(granted.guestId(), LeaseEndReason.GUEST_RETIRED, GuestState.RETIRING);
                    default -> false;
                };
            }
            return false;
        });

        assertConsistent(attackers);
        assertThat(attackers.count("SELECT count(*) FROM lease")).isGreaterThan(20);
    }

    private void assertConsistent(Attackers attackers) {
        assertThat(attackers.count("SELECT count(*) FROM guest WHERE state = 'LEASED' AND NOT EXISTS"
                        + " (SELECT FROM lease WHERE guest_id = guest.id AND lease.state <> 'ENDED')"))
                .as("LEASED guests without lease")
                .isZero();
        assertThat(attackers.count("SELECT count(*) FROM lease JOIN guest ON guest.id = guest_id"
                        + " WHERE lease.state <> 'ENDED' AND guest.state <> 'LEASED'"))
                .as("leases of guests that are not LEASED")
                .isZero();
        assertThat(attackers.count("SELECT count(*) FROM lease_connection JOIN lease ON lease.id = lease_id"
                        + " WHERE closed_at IS NULL AND state <> 'ACTIVE'"))
                .as("open connections of leases that are not ACTIVE")
                .isZero();
        assertThat(attackers.count("SELECT count(*) FROM lease WHERE state = 'ACTIVE' AND NOT EXISTS"
                        + " (SELECT FROM lease_connection WHERE lease_id = lease.id AND closed_at IS NULL)"))
                .as("ACTIVE leases without connections")
                .isZero();
    }

    private Attackers start(int guests, String... namesAndValues) {
        List<String> settings = new ArrayList<>(List.of(
                "honeypool.pool.guests.ready", String.valueOf(guests),
                "honeypool.pool.guests.maximum", String.valueOf(guests),
                "honeypool.pool.guests.parallel", "6"));
        settings.addAll(List.of(namesAndValues));
        RunningPool started = RunningPool.start(settings.toArray(String[]::new));
        pool = started;
        await().until(() -> started.guests("READY") == guests);
        return new Attackers(started);
    }

    private RunningPool pool() {
        return java.util.Objects.requireNonNull(pool);
    }

    private void database(String sql, UUID lease) {
        pool().database().sql(sql).param(lease).update();
    }

    private String metrics() {
        return pool().management("metrics").call("GET", "/actuator/prometheus").body();
    }
}
