package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.system.PoolApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sensors and sources that ask for what they cannot have, too often, or all at once. */
class LeaseFaultsIT extends FaultScenario {

    private static final String EXHAUSTED = "urn:honeypool:problem:pool-exhausted";
    private static final int CROWD = 200;

    LeaseFaultsIT(Deployment deployment) {
        super(deployment);
    }

    @Test
    @Tag(SAMPLE)
    void theSameConnectionManyTimesCountsOnce() throws InterruptedException {
        String connection = LeaseCalls.newConnection();

        List<Answer> answers = atOnce(8, number -> sensor.acquire("10.61.1.1", connection));

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers.stream().map(LeaseCalls::lease).distinct()).hasSize(1);
        String lease = LeaseCalls.lease(answers.getFirst());
        assertThat(leaseOf(lease).get("connections").valueStream()).hasSize(1);
        assertThat(sensor.acquire("10.61.2.1", connection).status()).isEqualTo(409);
        assertThat(sensor.release(lease, connection, true).status()).isEqualTo(204);
        assertThat(sensor.release(lease, connection, true).status()).isEqualTo(204);
        assertThat(sensor.acquire("10.61.1.1", connection).status()).isEqualTo(409);
        assertThat(leaseOf(lease).get("state").stringValue()).isEqualTo("IDLE");
    }

    @Test
    @Tag(SAMPLE)
    void theConnectionOfAnotherSensorIsNotReleased() {
        String connection = LeaseCalls.newConnection();
        String lease = LeaseCalls.lease(sensor.acquire("10.62.1.1", connection));
        LeaseCalls stranger = new LeaseCalls(sensor.api(), "stranger");
        String witnessed = witness().lease().get("leaseId").stringValue();

        assertThat(stranger.release(lease, connection, false).status()).isEqualTo(404);
        assertThat(sensor.release(witnessed, connection, false).status()).isEqualTo(404);
        assertThat(sensor.release(lease, LeaseCalls.newConnection(), false).status())
                .isEqualTo(404);

        assertThat(leaseOf(lease).get("connections").valueStream()).hasSize(1);
        assertThat(leaseOf(lease).get("state").stringValue()).isEqualTo("ACTIVE");
    }

    @Test
    @Tag(SAMPLE)
    void twoConnectionsThatNeverGotInsideGiveAPristineGuestBack() throws IOException {
        String source = "127.68.1.1";
        Path output = Files.createTempFile("idle", ".out");
        Process first = deployment.ssh().from(source).with("-N").command().start(output);
        Process second = deployment.ssh().from(source).with("-N").command().start(output);
        try {
            await().atMost(PATIENCE).until(() -> connectionsOf(source) == 2);
            String guest =
                    operator.activeLeasesOf(source).getFirst().get("guestId").stringValue();
            first.destroy();
            await().atMost(PATIENCE).until(() -> connectionsOf(source) == 1);
            second.destroy();
            await().atMost(PATIENCE)
                    .until(() -> operator.get("guests/" + guest)
                            .json()
                            .get("state")
                            .stringValue()
                            .equals("READY"));
            assertThat(operator.activeLeasesOf(source)).isEmpty();
        } finally {
            first.destroy();
            second.destroy();
            Files.delete(output);
        }
    }

    @Test
    @Tag(SAMPLE)
    void oneSourceMoreThanGuestsIsSentAway() {
        List<String> sources = IntStream.range(1, DeploymentExtension.MAXIMUM)
                .mapToObj(number -> "10.63." + number + ".1")
                .toList();
        Set<String> guests = new HashSet<>();
        sources.forEach(source -> guests.add(LeaseCalls.guest(lease(source))));
        assertThat(guests).as("a guest each").hasSameSizeAs(sources);

        Answer refused = sensor.acquire("10.63.200.1", LeaseCalls.newConnection());

        isRefusal(refused);
        Answer known = sensor.acquire(sources.getFirst(), LeaseCalls.newConnection());
        assertThat(known.status()).isEqualTo(200);
    }

    @Test
    @Tag(FAULTS)
    void aCrowdGetsAsManyGuestsAsThereAre() throws InterruptedException {
        List<Answer> granted = new ArrayList<>();
        while (operator.activeLeases().size() < DeploymentExtension.MAXIMUM) {
            awaitReady();
            int network = 100 + granted.size();
            List<Answer> answers = atOnce(
                    CROWD, number -> sensor.acquire("10." + network + "." + number + ".1", LeaseCalls.newConnection()));
            List<Answer> refused =
                    answers.stream().filter(answer -> answer.status() != 201).toList();
            assertThat(refused).allSatisfy(LeaseFaultsIT::isRefusal);
            answers.stream().filter(answer -> answer.status() == 201).forEach(granted::add);
        }

        assertThat(granted.stream().map(LeaseCalls::guest).distinct())
                .as("a guest each")
                .hasSameSizeAs(granted)
                .hasSize(DeploymentExtension.MAXIMUM - 1);
    }

    private static void isRefusal(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfter()).matches("\\d+");
        assertThat(answer.json().get("type").stringValue()).isEqualTo(EXHAUSTED);
    }

    private void awaitReady() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> !guests("READY").isEmpty());
    }

    private int connectionsOf(String source) {
        return operator.activeLeasesOf(source).stream()
                .map(lease -> lease.get("connections"))
                .mapToInt(JsonNode::size)
                .sum();
    }

    /** A call of a numbered caller. */
    private interface Ask {
        Answer ask(int number);
    }

    /** So many callers at the same moment. */
    private static List<Answer> atOnce(int callers, Ask ask) throws InterruptedException {
        List<Callable<Answer>> calls = IntStream.rangeClosed(1, callers)
                .<Callable<Answer>>mapToObj(number -> () -> ask.ask(number))
                .toList();
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            return crowd.invokeAll(calls).stream().map(Future::resultNow).toList();
        }
    }
}
