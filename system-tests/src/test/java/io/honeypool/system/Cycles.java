package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.system.Markers.Sighting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Sources that come one after the other and several at a time. Each logs in, looks around for what others left, leaves
 * a marker, comes back in one case of five, and goes; then its lease ends.
 *
 * @param deployment what they attack
 * @param network the first two bytes of their addresses; each has a /24 of its own
 * @param attackers how many there are at the same time
 * @param end how their leases end
 */
record Cycles(Deployment deployment, String network, int attackers, End end) {

    private static final int COMES_BACK = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** How leases end. */
    enum End {
        /** An operator ends each. */
        BY_OPERATOR,
        /** An operator ends one half, the other waits until nobody came back in time. */
        BY_OPERATOR_AND_IN_TIME
    }

    /**
     * What one source met.
     *
     * @param source its address
     * @param refusals how often it was sent away before there was a guest
     * @param before what it saw before it left anything
     * @param after what it saw when it came back, if it did
     */
    record Visit(String source, int refusals, List<Sighting> before, List<Sighting> after) {

        boolean cameBack() {
            return !after.isEmpty();
        }
    }

    /** Runs them all, and waits until the pool is at rest again. */
    List<Visit> run(int cycles) throws IOException, InterruptedException {
        List<Callable<Visit>> visits = IntStream.rangeClosed(1, cycles)
                .<Callable<Visit>>mapToObj(number -> () -> visit(number))
                .toList();
        List<Visit> done = new ArrayList<>();
        try (ExecutorService crowd = Executors.newFixedThreadPool(attackers)) {
            for (Future<Visit> visit : crowd.invokeAll(visits)) {
                done.add(visit.get());
            }
        } catch (ExecutionException failed) {
            throw new AssertionError("a cycle failed: " + failed.getCause(), failed);
        }
        awaitRest();
        return done;
    }

    /** Waits until nobody has a lease and all guests are there. */
    void awaitRest() {
        PoolApi operator = deployment.api("operator");
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(operator::isAtRest);
    }

    private Visit visit(int number) throws IOException {
        String source = network + "." + number + ".1";
        Ssh ssh = deployment.ssh().from(source);
        Path script = Files.createTempFile("visit", ".sh");
        try {
            Files.writeString(script, Markers.lookAndLeave(source));
            List<Command.Result> tries = new ArrayList<>();
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        tries.add(ssh.command("bash -s").reading(script).run());
                        return !isRefusal(tries.getLast());
                    });
            String first = tries.getLast().orFail();
            assertThat(Markers.wasLeft(first)).as(first).isTrue();
            List<Sighting> after = number % COMES_BACK == 0 ? comeBack(ssh, script) : List.of();
            if (end == End.BY_OPERATOR || number % 2 == 0) {
                endLeaseOf(source);
            }
            return new Visit(source, tries.size() - 1, Markers.sightings(first), after);
        } finally {
            Files.delete(script);
        }
    }

    private static List<Sighting> comeBack(Ssh ssh, Path script) throws IOException {
        Files.writeString(script, Markers.look());
        return Markers.sightings(ssh.command("bash -s").reading(script).run().orFail());
    }

    /** The connection ended before anything ran. */
    private static boolean isRefusal(Command.Result result) {
        return result.status() == 255 && result.output().isEmpty();
    }

    private void endLeaseOf(String source) {
        PoolApi operator = deployment.api("operator");
        operator.activeLeasesOf(source)
                .forEach(lease -> assertThat(
                                operator.delete("leases/" + lease.get("leaseId").stringValue())
                                        .status())
                        .isEqualTo(204));
    }
}
