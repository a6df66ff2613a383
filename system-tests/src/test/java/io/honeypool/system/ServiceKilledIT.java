package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.system.PoolApi.Answer;
import io.honeypool.system.Services.Paused;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the pool depends on is killed, or does not answer for a while. */
class ServiceKilledIT extends FaultScenario {

    private static final Duration OUTAGE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);
    private static final int AT_ONCE = 4;

    ServiceKilledIT(Deployment deployment) {
        super(deployment);
    }

    @Test
    @Tag(SAMPLE)
    void libvirtIsKilled() {
        services.killAndAwaitNext("libvirt");

        JsonNode guest = guests("READY").getFirst();
        retire(guest);
        awaitGone(id(guest));
    }

    @Test
    @Tag(FAULTS)
    void libvirtIsKilledWhileAGuestIsMade() {
        JsonNode guest = guests("READY").getFirst();
        retire(guest);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !guests("PROVISIONING").isEmpty());

        services.killAndAwaitNext("libvirt");

        awaitGone(id(guest));
    }

    @Test
    @Tag(FAULTS)
    void libvirtDoesNotAnswer() {
        try (Paused _ = services.pauseLibvirt()) {
            throughout(() -> {
                String connection = LeaseCalls.newConnection();
                Answer granted = sensor.acquire("10.81.1.1", connection);
                assertThat(granted.status()).isEqualTo(201);
                assertThat(sensor.release(LeaseCalls.lease(granted), connection, false)
                                .status())
                        .isEqualTo(204);
                witness().isServed();
            });
        }
    }

    @Test
    @Tag(FAULTS)
    void postgresIsKilled() {
        services.killAndAwaitNext("postgres");

        assertThat(lease("10.82.1.1").status()).isEqualTo(201);
    }

    @Test
    @Tag(FAULTS)
    void postgresIsStoppedInOrder() {
        long stopped = services.pid("postgres");
        Command.of("kill", "-INT", String.valueOf(stopped)).run().orFail();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> services.pid("postgres") != stopped);

        assertThat(lease("10.83.1.1").status()).isEqualTo(201);
    }

    @Test
    @Tag(FAULTS)
    void theDatabaseDoesNotAnswer() {
        try (Paused _ = services.pauseDatabase()) {
            throughout(() -> {
                assertThat(askAtOnce("10.84")).allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.retryAfter()).matches("\\d+");
                });
                witness().isServed();
            });
        }

        assertThat(lease("10.85.1.1").status()).isEqualTo(201);
    }

    @Test
    @Tag(FAULTS)
    void theSensorIsKilledWithOpenConnections() throws IOException {
        String lease = witness().lease().get("leaseId").stringValue();

        services.killAndAwaitNext("sensor");

        await().atMost(PATIENCE)
                .until(() -> leaseOf(lease).get("state").stringValue().equals("IDLE"));
        witness().comesBack();
        assertThat(witness().lease().get("leaseId").stringValue()).isEqualTo(lease);
        assertThat(leaseOf(lease).get("state").stringValue()).isEqualTo("ACTIVE");
    }

    @Test
    @Tag(SAMPLE)
    void theEmulatorOfALeasedGuestIsKilled() {
        Answer granted = lease("10.86.1.1");
        JsonNode guest = operator.get("guests/" + LeaseCalls.guest(granted)).json();

        Services.kill(services.emulatorOf(guest.get("name").stringValue()));

        assertThat(endOf(LeaseCalls.lease(granted))).isEqualTo("GUEST_STOPPED");
        awaitGone(id(guest));
    }

    @Test
    @Tag(SAMPLE)
    void theEmulatorOfAReadyGuestIsKilled() {
        JsonNode guest = guests("READY").getFirst();

        Services.kill(services.emulatorOf(guest.get("name").stringValue()));

        awaitGone(id(guest));
    }

    /** Something to hold at any time. */
    @FunctionalInterface
    private interface Check {
        void run() throws Exception;
    }

    /** Checks now and then, all through an outage; once is not enough. */
    private static void throughout(Check check) {
        long begin = System.nanoTime();
        await().atMost(OUTAGE.plus(PATIENCE)).pollInterval(BETWEEN_LOOKS).until(() -> {
            check.run();
            return System.nanoTime() - begin > OUTAGE.toNanos();
        });
    }

    /** Several sources ask at the same moment, so that not all can get the same connection to the database. */
    private List<Answer> askAtOnce(String network) throws InterruptedException, ExecutionException {
        try (ExecutorService crowd = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Answer>> answers = IntStream.rangeClosed(1, AT_ONCE)
                    .mapToObj(number -> crowd.submit(
                            () -> sensor.acquire(network + "." + number + ".1", LeaseCalls.newConnection())))
                    .toList();
            for (Future<Answer> answer : answers) {
                answer.get();
            }
            return answers.stream().map(Future::resultNow).toList();
        }
    }
}
