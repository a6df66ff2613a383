package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.pool.lease.LeaseDesk;
import io.honeypool.pool.lease.LeaseEndReason;
import io.honeypool.pool.lease.LeaseKeeper;
import io.honeypool.pool.lease.LeaseOutcome;
import io.honeypool.pool.lease.LeaseOutcome.Granted;
import io.honeypool.pool.lease.RenewalOutcome;
import io.honeypool.pool.testing.Attackers;
import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases over a real PostgreSQL. */
class LeasingIT {

    private static final int GUESTS = 6;

    private static RunningPool pool;
    private static Attackers attackers;

    @BeforeAll
    static void start() {
        pool = RunningPool.start(
                "honeypool.pool.guests.ready", "6",
                "honeypool.pool.guests.maximum", "6",
                "honeypool.pool.guests.parallel", "6",
                "honeypool.pool.lease.retention", "5s",
                "honeypool.pool.lease.connection-deadline", "20s");
        attackers = new Attackers(pool);
    }

    @AfterAll
    static void stop() throws IOException {
        pool.close();
    }

    /** Nobody has been there yet. */
    @BeforeEach
    void forgetTheOthers() {
        LeaseKeeper keeper = pool.bean(LeaseKeeper.class);
        pool.database()
                .sql("SELECT id FROM lease WHERE state <> 'ENDED'")
                .query(UUID.class)
                .list()
                .forEach(lease -> keeper.end(lease, LeaseEndReason.OPERATOR));
        await().until(() -> pool.guests("READY") == GUESTS);
        pool.database().sql("DELETE FROM lease").update();
    }

    @Test
    void twoHundredSourcesAtOnceGetEveryGuestOnce() throws ExecutionException, InterruptedException {
        List<LeaseOutcome> outcomes = attackers.atOnce(200, i -> Attackers.application(Attackers.apart(i), "c" + i));

        List<UUID> granted = Attackers.guestsOf(outcomes);
        assertThat(granted).hasSize(GUESTS).doesNotHaveDuplicates();
        assertThat(outcomes)
                .filteredOn(LeaseOutcome.Exhausted.class::isInstance)
                .hasSize(200 - GUESTS);
        assertThat(attackers.count("SELECT count(*) FROM lease WHERE state = 'ACTIVE'"))
                .isEqualTo(GUESTS);
    }

    @Test
    void oneSourceAtOnceGetsOneGuest() throws ExecutionException, InterruptedException {
        List<LeaseOutcome> outcomes = attackers.atOnce(60, i -> Attackers.application("192.0.2.1", "c" + i));

        assertThat(Attackers.guestsOf(outcomes))
                .hasSize(60)
                .containsOnly(Attackers.guestsOf(outcomes).getFirst());
        assertThat(outcomes)
                .filteredOn(o -> o instanceof Granted granted && granted.fresh())
                .hasSize(1);
        assertThat(attackers.count("SELECT count(*) FROM lease")).isEqualTo(1);
        assertThat(attackers.count("SELECT count(*) FROM lease_connection")).isEqualTo(60);
    }

    @Test
    void theLastGuestIsSharedByOneSourceEvenWhileItIsBeingClaimed() throws ExecutionException, InterruptedException {
        attackers.atOnce(GUESTS - 1, i -> Attackers.application(Attackers.apart(i), "other" + i));

        List<LeaseOutcome> outcomes =
                attackers.atOnce(40, i -> Attackers.application("192.0.2.1", "c" + i, LoginProtocol.TELNET));

        assertThat(outcomes).allMatch(Granted.class::isInstance);
    }

    @Test
    void oneRequestRepeatedAtOnceCountsOnce() throws ExecutionException, InterruptedException {
        List<LeaseOutcome> outcomes = attackers.atOnce(40, i -> Attackers.application("192.0.2.1", "same"));

        assertThat(outcomes).allMatch(o -> o instanceof Granted granted && granted.fresh());
        assertThat(attackers.count("SELECT count(*) FROM lease_connection")).isEqualTo(1);
    }

    @Test
    void aConnectionIdOfAnotherSourceIsTaken() {
        attackers.acquire("192.0.2.1", "c1");

        assertThat(attackers.ask("192.0.2.2", "c1")).isInstanceOf(LeaseOutcome.ConnectionIdTaken.class);
        assertThat(attackers.count("SELECT count(*) FROM lease WHERE state <> 'ENDED'"))
                .isEqualTo(1);
        assertThat(pool.guests("LEASED")).isEqualTo(1);
    }

    @Test
    void addressesOfOneIpv6NetworkShareAGuest() {
        assertThat(attackers.acquire("2001:db8:0:1::1", "c1").guestId())
                .isEqualTo(attackers.acquire("2001:db8:0:1:ffff::2", "c2").guestId())
                .isNotEqualTo(attackers.acquire("2001:db8:0:2::1", "c3").guestId());
    }

    @Test
    void aGuestGivenBackUnusedIsReadyAgain() {
        Granted granted = attackers.acquire("192.0.2.1", "c1");

        assertThat(attackers.release(granted, "c1", false)).isTrue();

        assertThat(attackers.stateOfGuest(granted)).isEqualTo("READY");
        assertThat(attackers.lease(granted, "end_reason")).isEqualTo("UNUSED");
        assertThat(attackers.release(granted, "c1", false)).as("again").isTrue();
        assertThat(attackers.ask("192.0.2.1", "c1")).isInstanceOf(LeaseOutcome.ConnectionIdTaken.class);
    }

    @Test
    void aGuestThatParallelConnectionsGaveBackUnusedIsReadyAgain() {
        Granted granted = attackers.acquire("192.0.2.1", "c1");
        attackers.acquire("192.0.2.1", "c2");
        attackers.acquire("192.0.2.1", "c3");

        attackers.release(granted, "c1", false);
        attackers.release(granted, "c2", false);
        assertThat(attackers.lease(granted, "state")).isEqualTo("ACTIVE");
        attackers.release(granted, "c3", false);

        assertThat(attackers.stateOfGuest(granted)).isEqualTo("READY");
        assertThat(attackers.lease(granted, "end_reason")).isEqualTo("UNUSED");
    }

    @Test
    void parallelConnectionsReleasedAtOnceGiveTheGuestBackOnce() throws ExecutionException, InterruptedException {
        attackers.atOnce(30, i -> Attackers.application("192.0.2.1", "c" + i));
        Granted granted = attackers.acquire("192.0.2.1", "last");

        attackers.together(31, i -> attackers.release(granted, i == 30 ? "last" : "c" + i, false));

        assertThat(attackers.stateOfGuest(granted)).isEqualTo("READY");
        assertThat(attackers.count("SELECT count(*) FROM lease WHERE state <> 'ENDED'"))
                .isZero();
    }

    @Test
    void aConnectionThatExpiredMayHaveUsedTheGuest() {
        Granted granted = attackers.acquire("192.0.2.1", "lost");
        attackers.acquire("192.0.2.1", "c2");
        pool.database()
                .sql("UPDATE lease_connection SET deadline = now() - interval '1 s' WHERE connection_id = 'lost'")
                .update();
        await().until(() ->
                attackers.count("SELECT count(*) FROM lease_connection WHERE close_reason = 'EXPIRED'") == 1);

        attackers.release(granted, "c2", false);

        assertThat(attackers.lease(granted, "state")).isEqualTo("IDLE");
        assertThat(attackers.stateOfGuest(granted)).isEqualTo("LEASED");
    }

    @Test
    void aConnectionIsItsOwnSensorsAlone() {
        Granted granted = attackers.acquire("192.0.2.1", "c1");
        LeaseDesk desk = pool.bean(LeaseDesk.class);

        assertThat(desk.release(granted.leaseId(), "c1", "other", false)).isFalse();
        assertThat(desk.renew(granted.leaseId(), "c1", "other")).isInstanceOf(RenewalOutcome.Unknown.class);

        assertThat(attackers.lease(granted, "state")).isEqualTo("ACTIVE");
        assertThat(attackers.stateOfGuest(granted)).isEqualTo("LEASED");
    }

    @Test
    void aGuestThatWasUsedOnceNeverGetsReadyAgain() {
        Granted granted = attackers.acquire("192.0.2.1", "c1");
        attackers.acquire("192.0.2.1", "c2");

        attackers.release(granted, "c1", true);
        attackers.release(granted, "c2", false);

        assertThat(attackers.lease(granted, "state")).isEqualTo("IDLE");
        assertThat(attackers.stateOfGuest(granted)).isEqualTo("LEASED");
        await().until(() -> attackers.stateOfGuest(granted).equals("DESTROYED"));
        assertThat(attackers.lease(granted, "end_reason")).isEqualTo("RETENTION");
    }

    @Test
    void aSourceThatComesBackInTimeFindsItsGuest() {
        Granted first = attackers.acquire("192.0.2.1", "c1");
        attackers.release(first, "c1", true);

        Granted second = attackers.acquire("192.0.2.1", "c2");

        assertThat(second.leaseId()).isEqualTo(first.leaseId());
        assertThat(second.fresh()).isFalse();
        assertThat(attackers.lease(first, "state")).isEqualTo("ACTIVE");
    }

    @Test
    void aConnectionPastItsDeadlineLetsTheLeaseFallIdleUntilItIsRenewed() {
        Granted granted = attackers.acquire("192.0.2.1", "c1");
        pool.database()
                .sql("UPDATE lease_connection SET deadline = now() - interval '1 s'")
                .update();

        await().until(() -> !attackers.lease(granted, "state").equals("ACTIVE"));

        if (attackers.lease(granted, "state").equals("IDLE")) {
            assertThat(attackers.renew(granted, "c1")).isInstanceOf(RenewalOutcome.Renewed.class);
            assertThat(attackers.lease(granted, "state")).isEqualTo("ACTIVE");
        } else {
            assertThat(attackers.renew(granted, "c1")).isInstanceOf(RenewalOutcome.Over.class);
        }
    }

    @Test
    void aReleasedConnectionIsNotRenewed() {
        Granted granted = attackers.acquire("192.0.2.1", "c1");
        assertThat(attackers.renew(granted, "c1")).isInstanceOf(RenewalOutcome.Renewed.class);
        attackers.release(granted, "c1", true);

        assertThat(attackers.renew(granted, "c1")).isInstanceOf(RenewalOutcome.Over.class);
        assertThat(attackers.renew(granted, "nobody")).isInstanceOf(RenewalOutcome.Unknown.class);
        assertThat(attackers.release(granted, "nobody", true)).isFalse();
    }

    @Test
    void theDatabaseItselfRefusesASecondLeaseOfASource() {
        Granted granted = attackers.acquire("192.0.2.1", "c1");

        org.assertj.core.api.Assertions.assertThatExceptionOfType(org.springframework.dao.DuplicateKeyException.class)
                .isThrownBy(() -> pool.database()
                        .sql(
                                "INSERT INTO lease (id, source_address, source_key, network_key, profile, guest_id, shared,"
                                        + " state, created_at, last_used_at) SELECT gen_random_uuid(), source_address,"
                                        + " source_key, network_key, profile, (SELECT id FROM guest WHERE state = 'READY'"
                                        + " LIMIT 1), true, state, created_at, last_used_at FROM lease WHERE id = ?")
                        .param(granted.leaseId())
                        .update());
    }
}
