package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.system.PoolApi.Answer;
import io.honeypool.system.PoolHosts.Lease;
import io.honeypool.system.Services.Paused;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One of two pool services on one database dies, alone or with its whole host, and comes back. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeveralPoolsIT {

    /** What is promised: how long after a death new leases go on, whoever died. */
    private static final Duration NEW_LEASES_GO_ON = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private PoolHosts hosts;
    private int sources;

    /**
     * A source that asked for a guest after a death.
     *
     * @param after how long after it
     * @param status the answer's status
     * @param owner the service whose guest it got; the empty text if it got none
     */
    private record Attempt(Duration after, int status, String owner) {

        boolean isServedBy(String survivor) {
            return status == 201 && owner.equals(survivor);
        }
    }

    @BeforeAll
    void up() throws IOException {
        hosts = new PoolHosts();
    }

    @AfterEach
    void nothingIsLeftOver() {
        hosts.awaitRest();
        assertThat(Leftovers.of(hosts.first())).matches(Leftovers::isEmpty, "nothing is left over");
        assertThat(Leftovers.of(hosts.second())).matches(Leftovers::isEmpty, "nothing is left over");
    }

    @AfterAll
    void down() {
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    void aServiceIsKilled() {
        List<Lease> leases = leasesOfBoth(hosts.first());
        awaitReady();
        List<String> waiting = hosts.ready(PoolHosts.SECOND);
        Services second = new Services(hosts.second());

        try (Paused _ = second.pauseLauncher()) {
            die(List.of(second.pid("pool")), leases);
            assertThat(waiting)
                    .as("guests that nobody had")
                    .extracting(hosts::stateOf)
                    .containsOnly("READY");
        }

        comesBack(leases);
        assertThat(waiting).as("they are kept").extracting(hosts::stateOf).containsOnly("READY");
        hosts.awaitRest();
        leasesOfBoth(hosts.second());
    }

    @Test
    void aHostIsLost() {
        List<Lease> leases = leasesOfBoth(hosts.first());
        awaitReady();
        List<String> waiting = hosts.ready(PoolHosts.SECOND);
        Services second = new Services(hosts.second());

        try (Paused _ = second.pauseLauncher()) {
            die(everythingOf(hosts.second()), leases);
        }

        comesBack(leases);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(waiting).extracting(hosts::stateOf).containsOnly("DESTROYED"));
        hosts.awaitRest();
        leasesOfBoth(hosts.second());
    }

    /** The pool service, libvirt, and all that libvirt started, the guests among them. */
    private static List<Long> everythingOf(Deployment host) {
        String namespace = host.status().get("namespace").stringValue();
        Stream<Long> inside = Command.of("ip", "netns", "pids", namespace)
                .run()
                .orFail()
                .lines()
                .map(pid -> Long.valueOf(pid.strip()));
        return Stream.concat(Stream.of(new Services(host).pid("pool")), inside).toList();
    }

    /** Leases through a service until each has one; their guests answer. */
    private List<Lease> leasesOfBoth(Deployment service) {
        List<Lease> leases = new ArrayList<>();
        do {
            leases.add(hosts.lease(service, nextSource()));
        } while (leases.stream().map(Lease::owner).distinct().count() < 2);
        assertThat(leases).extracting(hosts::echo).containsOnly("echoed");
        return leases;
    }

    /** Waits until both have as many guests READY as they want, whatever is leased. */
    private void awaitReady() {
        await().atMost(PATIENCE)
                .until(() -> Stream.of(PoolHosts.FIRST, PoolHosts.SECOND)
                        .allMatch(owner -> hosts.ready(owner).size() >= PoolHosts.READY));
    }

    /** Kills what is there of the second service, and watches new sources until its death is known. */
    private void die(List<Long> victims, List<Lease> leases) {
        long death = System.nanoTime();
        Command.of("kill", "-KILL")
                .and(victims.stream().map(String::valueOf).toArray(String[]::new))
                .run()
                .orFail();
        List<Lease> lost = leases.stream()
                .filter(lease -> lease.owner().equals(PoolHosts.SECOND))
                .toList();
        List<Attempt> attempts = new ArrayList<>();
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    attempts.add(attempt(death));
                    return lost.stream().allMatch(lease -> endOf(lease).equals("OWNER_LOST"));
                });
        tell(attempts, Duration.ofNanos(System.nanoTime() - death));

        assertThat(attempts)
                .filteredOn(attempt -> attempt.after().compareTo(NEW_LEASES_GO_ON) > 0)
                .isNotEmpty()
                .allMatch(attempt -> attempt.isServedBy(PoolHosts.FIRST));
        assertThat(hosts.owner(PoolHosts.SECOND).get("state").stringValue()).isEqualTo("DEAD");
        assertThat(lost).extracting(lease -> hosts.stateOf(lease.guest())).containsOnly("RETIRING");
        assertThat(leases)
                .filteredOn(lease -> lease.owner().equals(PoolHosts.FIRST))
                .isNotEmpty()
                .allMatch(lease -> endOf(lease).isEmpty())
                .allMatch(lease -> hosts.echo(lease).equals("echoed"));
    }

    private Attempt attempt(long death) {
        String connection = LeaseCalls.newConnection();
        Answer answer = hosts.ask(hosts.first(), nextSource(), connection);
        Duration after = Duration.ofNanos(System.nanoTime() - death);
        if (answer.status() != 201) {
            return new Attempt(after, answer.status(), "");
        }
        Lease lease = hosts.granted(answer, connection);
        hosts.release(hosts.first(), lease);
        return new Attempt(after, answer.status(), lease.owner());
    }

    private static void tell(List<Attempt> attempts, Duration known) {
        List<Attempt> unserved = attempts.stream()
                .filter(attempt -> !attempt.isServedBy(PoolHosts.FIRST))
                .toList();
        long refused =
                unserved.stream().filter(attempt -> attempt.status() != 201).count();
        System.out.printf(
                "after a death: %d sources asked, %d refused, %d were given guests of the dead, the last of those after %d ms; its leases were over after %d ms%n",
                attempts.size(),
                refused,
                unserved.size() - refused,
                unserved.isEmpty() ? 0 : unserved.getLast().after().toMillis(),
                known.toMillis());
    }

    /** Waits until the second service has removed the guests of its leases and serves. */
    private void comesBack(List<Lease> leases) {
        await().atMost(PATIENCE)
                .until(() -> leases.stream()
                        .filter(lease -> lease.owner().equals(PoolHosts.SECOND))
                        .allMatch(lease -> hosts.stateOf(lease.guest()).equals("DESTROYED")));
        await().atMost(PATIENCE)
                .until(() -> hosts.owner(PoolHosts.SECOND).get("serving").booleanValue());
        assertThat(hosts.owner(PoolHosts.SECOND).get("state").stringValue()).isEqualTo("ALIVE");
    }

    private String endOf(Lease lease) {
        return hosts.get("leases/" + lease.id()).path("endReason").asString("");
    }

    /** Every source is in a network of its own. */
    private String nextSource() {
        sources++;
        return "10.90." + sources % 250 + "." + (sources / 250 + 1);
    }
}
