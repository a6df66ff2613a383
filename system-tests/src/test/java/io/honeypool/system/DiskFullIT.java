package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The file system that guests are made on fills up, to the last byte. */
@Tag(FaultScenario.FAULTS)
class DiskFullIT {

    private static final int GUESTS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void aFullDiskStopsProvisioningAndNothingElse() throws IOException {
        Deployment deployment = Deployment.prepare()
                .withPoolSettings("honeypool.pool: {guests.maximum: 4, disk.minimum-free: 100MB}\n");
        Path disk = Files.createDirectories(deployment.state().resolve("pool"));
        try (deployment;
                Mount _ = mount(disk)) {
            deployment.up(GUESTS);
            Services services = new Services(deployment);
            PoolApi operator = deployment.api("operator");
            Witness witness = new Witness(deployment);
            Invariants invariants = new Invariants(deployment);
            invariants.awaitAll();

            Path ballast = fill(disk.resolve("ballast"));
            JsonNode ready = guests(operator, "READY").get(0);
            operator.post("guests/" + ready.get("guestId").stringValue() + "/retire", "{}");
            await().atMost(PATIENCE)
                    .until(() -> services.log("pool").anyMatch(line -> line.contains("the disk is full")));
            witness.isServed();
            witness.findsItsGuest();
            deployment.ssh().from("127.69.1.1").run("echo served").orFail();
            Path rest = fill(disk.resolve("rest"));
            services.killAndAwaitNext("pool");
            new PoolCrash(deployment, services).awaitServing();
            assertThat(guests(operator, "PROVISIONING")).isEmpty();
            witness.isServed();

            Files.delete(rest);
            Files.delete(ballast);
            invariants.awaitAll();
            witness.isServed();
            witness.findsItsGuest();
            witness.close();
            deployment.down();
        }
    }

    /** A file system of our own, as long as it is not closed. */
    private interface Mount extends AutoCloseable {
        @Override
        void close();
    }

    private static Mount mount(Path directory) {
        Command.of("mount", "-t", "tmpfs", "-o", "size=3g,mode=0711", "honeypool-test", directory.toString())
                .run()
                .orFail();
        return () -> Command.of("umount", "--lazy", directory.toString()).run().orFail();
    }

    /** Makes a file that takes all that is left. */
    private static Path fill(Path ballast) {
        assertThat(Command.of("dd", "if=/dev/zero", "of=" + ballast, "bs=1M")
                        .run()
                        .errors())
                .contains("No space left on device");
        assertThat(ballast.toFile().getUsableSpace()).isZero();
        return ballast;
    }

    private static JsonNode guests(PoolApi operator, String state) {
        return operator.get("guests?state=" + state).json().get("items");
    }
}
