package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.common.lease.SourceAddress;
import io.honeypool.pool.lease.LeaseApplication;
import io.honeypool.pool.lease.LeaseDesk;
import io.honeypool.pool.lease.LeaseOutcome;
import io.honeypool.pool.lease.LeaseOutcome.Granted;
import io.honeypool.pool.lease.RenewalOutcome;
import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases over a real PostgreSQL. */
class LeasingIT {

    private static final int GUESTS = 5;

    private RunningPool pool;
    private LeaseDesk desk;

    @BeforeEach
    void start() {
        pool = RunningPool.start(
                "honeypool.pool.guests.ready", "5",
                "honeypool.pool.guests.maximum", "5",
                "honeypool.pool.guests.parallel", "5",
                "honeypool.pool.lease.retention", "5s",
                "honeypool.pool.lease.connection-deadline", "20s");
        desk = pool.bean(LeaseDesk.class);
        await().atMost(Duration.ofSeconds(30)).until(() -> pool.guests("READY") == GUESTS);
    }

    @AfterEach
    void stop() throws IOException {
        pool.close();
    }

    @Test
    void twoHundredSourcesAtOnceGetEveryGuestOnce() throws ExecutionException, InterruptedException {
        List<LeaseOutcome> outcomes = atOnce(200, i -> application("198.51.100." + i, "c" + i, LoginProtocol.SSH));

        List<UUID> granted = guestsOf(outcomes);
        assertThat(granted).hasSize(GUESTS).doesNotHaveDuplicates();
        assertThat(outcomes)
                .filteredOn(LeaseOutcome.Exhausted.class::isInstance)
                .hasSize(200 - GUESTS);
        assertThat(count("SELECT count(*) FROM lease WHERE state = 'ACTIVE'")).isEqualTo(GUESTS);
    }

    @Test
    void oneSourceAtOnceGetsOneGuest() throws ExecutionException, InterruptedException {
        List<LeaseOutcome> outcomes = atOnce(60, i -> application("192.0.2.1", "c" + i, LoginProtocol.SSH));

        assertThat(guestsOf(outcomes))
                .hasSize(60)
                .containsOnly(guestsOf(outcomes).getFirst());
        assertThat(outcomes)
                .filteredOn(o -> o instanceof Granted granted && granted.fresh())
                .hasSize(1);
        assertThat(count("SELECT count(*) FROM lease")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM lease_connection")).isEqualTo(60);
    }

    @Test
    void theLastGuestIsSharedByOneSourceEvenWhileItIsBeingClaimed() throws ExecutionException, InterruptedException {
        atOnce(GUESTS - 1, i -> application("198.51.100." + i, "other" + i, LoginProtocol.SSH));

        List<LeaseOutcome> outcomes = atOnce(40, i -> application("192.0.2.1", "c" + i, LoginProtocol.TELNET));

        assertThat(outcomes).allMatch(Granted.class::isInstance);
    }

    @Test
    void oneRequestRepeatedAtOnceCountsOnce() throws ExecutionException, InterruptedException {
        List<LeaseOutcome> outcomes = atOnce(40, i -> application("192.0.2.1", "same", LoginProtocol.SSH));

        assertThat(outcomes).allMatch(o -> o instanceof Granted granted && granted.fresh());
        assertThat(count("SELECT count(*) FROM lease_connection")).isEqualTo(1);
    }

    @Test
    void aConnectionIdOfAnotherSourceIsTaken() {
        acquire("192.0.2.1", "c1");

        assertThat(desk.acquire(application("192.0.2.2", "c1", LoginProtocol.SSH)))
                .isInstanceOf(LeaseOutcome.ConnectionIdTaken.class);
        assertThat(count("SELECT count(*) FROM lease WHERE state <> 'ENDED'")).isEqualTo(1);
        assertThat(pool.guests("LEASED")).isEqualTo(1);
    }

    @Test
    void addressesOfOneIpv6NetworkShareAGuest() {
        assertThat(acquire("2001:db8:0:1::1", "c1").guestId())
                .isEqualTo(acquire("2001:db8:0:1:ffff::2", "c2").guestId())
                .isNotEqualTo(acquire("2001:db8:0:2::1", "c3").guestId());
    }

    @Test
    void aGuestGivenBackUnusedIsReadyAgain() {
        Granted granted = acquire("192.0.2.1", "c1");

        assertThat(desk.release(granted.leaseId(), "c1", false)).isTrue();

        assertThat(stateOfGuest(granted)).isEqualTo("READY");
        assertThat(leaseText(granted, "end_reason")).isEqualTo("UNUSED");
        assertThat(desk.release(granted.leaseId(), "c1", false)).as("again").isTrue();
        assertThat(desk.acquire(application("192.0.2.1", "c1", LoginProtocol.SSH)))
                .isInstanceOf(LeaseOutcome.ConnectionIdTaken.class);
    }

    @Test
    void aGuestThatWasUsedOnceNeverGetsReadyAgain() {
        Granted granted = acquire("192.0.2.1", "c1");
        acquire("192.0.2.1", "c2");

        desk.release(granted.leaseId(), "c1", true);
        desk.release(granted.leaseId(), "c2", false);

        assertThat(leaseText(granted, "state")).isEqualTo("IDLE");
        assertThat(stateOfGuest(granted)).isEqualTo("LEASED");
        await().atMost(Duration.ofSeconds(20)).until(() -> stateOfGuest(granted).equals("DESTROYED"));
        assertThat(leaseText(granted, "end_reason")).isEqualTo("RETENTION");
    }

    @Test
    void aSourceThatComesBackInTimeFindsItsGuest() {
        Granted first = acquire("192.0.2.1", "c1");
        desk.release(first.leaseId(), "c1", true);

        Granted second = acquire("192.0.2.1", "c2");

        assertThat(second.leaseId()).isEqualTo(first.leaseId());
        assertThat(second.fresh()).isFalse();
        assertThat(leaseText(first, "state")).isEqualTo("ACTIVE");
    }

    @Test
    void aConnectionPastItsDeadlineLetsTheLeaseFallIdleUntilItIsRenewed() {
        Granted granted = acquire("192.0.2.1", "c1");
        pool.database()
                .sql("UPDATE lease_connection SET deadline = now() - interval '1 s'")
                .update();

        await().atMost(Duration.ofSeconds(10))
                .until(() -> !leaseText(granted, "state").equals("ACTIVE"));

        if (leaseText(granted, "state").equals("IDLE")) {
            assertThat(desk.renew(granted.leaseId(), "c1")).isInstanceOf(RenewalOutcome.Renewed.class);
            assertThat(leaseText(granted, "state")).isEqualTo("ACTIVE");
        } else {
            assertThat(desk.renew(granted.leaseId(), "c1")).isInstanceOf(RenewalOutcome.Over.class);
        }
    }

    @Test
    void aReleasedConnectionIsNotRenewed() {
        Granted granted = acquire("192.0.2.1", "c1");
        assertThat(desk.renew(granted.leaseId(), "c1")).isInstanceOf(RenewalOutcome.Renewed.class);
        desk.release(granted.leaseId(), "c1", true);

        assertThat(desk.renew(granted.leaseId(), "c1")).isInstanceOf(RenewalOutcome.Over.class);
        assertThat(desk.renew(granted.leaseId(), "nobody")).isInstanceOf(RenewalOutcome.Unknown.class);
        assertThat(desk.release(granted.leaseId(), "nobody", true)).isFalse();
    }

    @Test
    void theDatabaseItselfRefusesASecondLeaseOfASource() {
        Granted granted = acquire("192.0.2.1", "c1");

        org.assertj.core.api.Assertions.assertThatExceptionOfType(org.springframework.dao.DuplicateKeyException.class)
                .isThrownBy(() -> pool.database()
                        .sql("INSERT INTO lease SELECT gen_random_uuid(), source_address, source_key, profile,"
                                + " (SELECT id FROM guest WHERE state = 'READY' LIMIT 1), state, created_at,"
                                + " last_used_at, expires_at, ended_at, end_reason, 0 FROM lease WHERE id = ?")
                        .param(granted.leaseId())
                        .update());
    }

    private Granted acquire(String source, String connection) {
        LeaseOutcome outcome = desk.acquire(application(source, connection, LoginProtocol.SSH));
        assertThat(outcome).isInstanceOf(Granted.class);
        return (Granted) outcome;
    }

    private static LeaseApplication application(String source, String connection, LoginProtocol protocol) {
        return new LeaseApplication("sensor", connection, SourceAddress.parse(source), protocol, "default");
    }

    private List<LeaseOutcome> atOnce(int number, IntFunction<LeaseApplication> application)
            throws InterruptedException, ExecutionException {
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LeaseOutcome>> futures = IntStream.range(0, number)
                    .mapToObj(i -> threads.submit(() -> {
                        go.await();
                        return desk.acquire(application.apply(i));
                    }))
                    .toList();
            go.countDown();
            List<LeaseOutcome> outcomes = new java.util.ArrayList<>();
            for (Future<LeaseOutcome> future : futures) {
                outcomes.add(future.get());
            }
            return outcomes;
        }
    }

    private static List<UUID> guestsOf(List<LeaseOutcome> outcomes) {
        return outcomes.stream()
                .filter(Granted.class::isInstance)
                .map(outcome -> ((Granted) outcome).guestId())
                .toList();
    }

    private int count(String sql) {
        return pool.database().sql(sql).query(Integer.class).single();
    }

    private String stateOfGuest(Granted granted) {
        return pool.database()
                .sql("SELECT state FROM guest WHERE id = ?")
                .param(granted.guestId())
                .query(String.class)
                .single();
    }

    private String leaseText(Granted granted, String column) {
        return pool.database()
                .sql("SELECT " + column + " FROM lease WHERE id = ?")
                .param(granted.leaseId())
                .query(String.class)
                .single();
    }
}
