package io.honeypool.proxy.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.EvidenceServer;
import io.honeypool.proxy.fixture.KeptEvidence;
import io.honeypool.proxy.fixture.StoredEvidence;
import io.honeypool.proxy.lease.PoolTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Evidence on its way to a pool, over HTTP. */
class EvidenceShipperIT {

    private static final int BIG = 3_000_000;
    private static final DataSize ANY = DataSize.ofBytes(0);
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(10), Duration.ofMillis(100));

    @TempDir
    private Path state;

    private final CountedEvidence counted = new CountedEvidence();
    private EvidenceServer server;
    private KeptEvidence pool;
    private StoredEvidence stored;

    @BeforeEach
    void start() throws IOException {
        server = new EvidenceServer();
        pool = server.evidence();
        stored = new StoredEvidence(state);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everythingGoesOnceAndUnchangedTheOldestFirst() throws IOException {
        List<String> paths = storeSome();

        try (EvidenceShipper shipper = shipper(ANY)) {
            soon().until(() -> counted.sent() == paths.size());
            String added = stored.artifact(777);
            shipper.add(EvidenceKind.ARTIFACT, fileOf(added));
            paths.add(added);
            soon().until(() -> counted.sent() == paths.size());
            assertThat(counted.waiting()).isZero();
        }
        assertThat(pool.paths()).containsExactlyElementsOf(paths);
        for (String path : paths) {
            assertThat(pool.content(path)).as(path).isEqualTo(Files.readAllBytes(fileOf(path)));
        }
        assertThat(pool.calls())
                .hasSize(2 * paths.size())
                .doesNotHaveDuplicates()
                .filteredOn(call -> call.contains("recordings") && call.startsWith("PUT"))
                .satisfiesExactly(
                        call -> assertThat(call).endsWith("/content?recording=0123456789ab-0"),
                        call -> assertThat(call).endsWith("/content?recording=0123456789ab-12"));
        assertThat(counted.failed()).isZero();

        String next = stored.artifact(10);
        try (EvidenceShipper _ = shipper(ANY)) {
            soon().until(() -> pool.paths().contains(next));
        }
        assertThat(pool.calls()).as("what has a mark is not even asked about").hasSize(2 * paths.size() + 2);
    }

    @Test
    void whatThePoolHasIsNotSent() throws IOException {
        String known = stored.artifact(BIG);
        pool.put(known, Files.readAllBytes(fileOf(known)));

        try (EvidenceShipper _ = shipper(ANY)) {
            soon().until(() -> counted.sent() == 1);
        }
        assertThat(pool.calls()).containsExactly("HEAD " + known);
        assertThat(pool.received()).isZero();
        assertThat(counted.bytes()).isZero();
    }

    @Test
    void afterOutagesAllIsThereInOrder() throws IOException {
        List<String> paths = storeSome();
        server.stop();
        try (EvidenceShipper _ = shipper(ANY)) {
            soon().until(() -> counted.failed() >= 3);
            pool.holdAfter(BIG / 2);
            server.start();
            soon().until(pool::holds);
            int before = counted.failed();
            server.stop();
            pool.release();
            soon().until(() -> counted.failed() > before + 1);
            server.start();
            soon().until(() -> counted.sent() == paths.size());
        }
        assertThat(pool.paths()).containsExactlyElementsOf(paths);
        assertThat(counted.refused()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"429", "500", "503", "403", "404"})
    void whateverStandsInTheWayForATimeIsWaitedFor(int status) throws IOException {
        String path = stored.artifact(1000);
        if (status == 404) {
            // a pool that does not know these calls yet
            pool.answer(path, 404);
        } else {
            pool.answerAlways(status, "0");
        }
        try (EvidenceShipper _ = shipper(ANY)) {
            soon().until(() -> counted.failed() >= 3);
            pool.answerAlways(0, "");
            pool.forgetAnswers();
            soon().until(() -> counted.sent() == 1);
        }
        assertThat(pool.paths()).containsExactly(path);
        assertThat(counted.refused()).isZero();
    }

    @Test
    void whatIsRefusedStaysHereAndTheNextOnesGo() throws IOException {
        String broken = stored.brokenArtifact(100_000);
        String tooLong = stored.artifact(200_000);
        String odd = stored.recording("0123456789ab-3", 100);
        String good = stored.artifact(300_000);
        pool.answer(tooLong, 413);
        pool.answer(odd, 400);

        try (EvidenceShipper _ = shipper(ANY)) {
            soon().until(() -> counted.sent() == 1);
        }
        assertThat(pool.paths()).containsExactly(good);
        assertThat(counted.refused()).isEqualTo(3);
        assertThat(counted.failed()).isZero();
        assertThat(fileOf(broken)).exists();
        assertThat(fileOf(tooLong)).exists();

        String later = stored.artifact(400_000);
        try (EvidenceShipper _ = shipper(ANY)) {
            soon().until(() -> counted.sent() == 2);
        }
        assertThat(pool.paths()).containsExactly(good, later);
        assertThat(pool.calls()).filteredOn(call -> call.contains(broken)).hasSize(2);
    }

    @Test
    void oneThatNeverComesThroughDoesNotKeepTheOthers() throws IOException {
        String doomed = stored.artifact(BIG);
        String good = stored.artifact(1000);
        pool.breakOff(doomed);

        try (EvidenceShipper _ = shipper(ANY)) {
            soon().until(() -> counted.sent() == 1);
        }
        assertThat(pool.paths()).containsExactly(good);
        assertThat(fileOf(doomed)).exists();
        assertThat(counted.refused()).isZero();
    }

    @Test
    void aFileThatIsGoneIsPassedOver() throws IOException {
        Path gone = fileOf(stored.artifact(1000));
        String good = stored.artifact(2000);
        server.stop();
        try (EvidenceShipper _ = shipper(ANY)) {
            soon().until(() -> counted.failed() >= 1);
            Files.delete(gone);
            server.start();
            soon().until(() -> counted.sent() == 1);
        }
        assertThat(pool.paths()).containsExactly(good);
    }

    @Test
    void whoeverReadsNoMoreIsGivenUpForATime() throws IOException {
        String path = stored.artifact(20 * BIG);
        pool.holdAfter(BIG);

        try (EvidenceShipper _ = shipper(ANY)) {
            soon().until(() -> counted.failed() >= 1);
            pool.release();
            soon().until(() -> counted.sent() == 1);
        }
        assertThat(pool.paths()).containsExactly(path);
    }

    @Test
    void theEndOfTheSensorBreaksOffAndTheNextStartSendsAgain() throws IOException {
        String path = stored.artifact(BIG);
        pool.holdAfter(BIG / 2);
        try (EvidenceShipper _ = shipper(ANY)) {
            soon().until(pool::holds);
        }
        assertThat(counted.sent()).isZero();
        pool.release();

        try (EvidenceShipper _ = shipper(ANY)) {
            soon().until(() -> counted.sent() == 1);
        }
        assertThat(pool.paths()).containsExactly(path);
        assertThat(pool.content(path)).isEqualTo(Files.readAllBytes(fileOf(path)));
    }

    /** However slow the machine is, no more than this goes in the time that passed. */
    @Test
    void noMoreGoesThanMay() throws IOException {
        int rate = 200_000;
        stored.artifact(BIG);
        long begun = System.nanoTime();
        try (EvidenceShipper _ = shipper(DataSize.ofBytes(rate))) {
            soon().until(() -> pool.received() >= 2L * rate);
            long received = pool.received();
            double seconds = (System.nanoTime() - begun) / 1e9;

            assertThat((double) received).isLessThan(2 * rate * seconds);
        }
    }

    private EvidenceShipper shipper(DataSize rate) {
        return EvidenceShipper.start(
                PoolTransport.evidence(server.url(), EvidenceServer.TOKEN, Duration.ofSeconds(5)),
                new EvidenceStores(Map.of(
                        EvidenceKind.ARTIFACT,
                        state.resolve("artifacts"),
                        EvidenceKind.RECORDING,
                        state.resolve("recordings"))),
                new EvidenceSettings(true, rate),
                counted,
                QUICK);
    }

    /** Of all sizes, the oldest first. */
    private List<String> storeSome() throws IOException {
        List<String> paths = new ArrayList<>();
        paths.add(stored.artifact(1000));
        paths.add(stored.recording("0123456789ab-0", 5000));
        paths.add(stored.artifact(0));
        paths.add(stored.artifact(BIG));
        paths.add(stored.recording("0123456789ab-12", 100_000));
        paths.add(stored.artifact(100_000));
        return paths;
    }

    private Path fileOf(String path) {
        String hash = KeptEvidence.hashIn(path);
        return path.contains("artifacts") ? stored.file(hash) : stored.recordingOf(hash);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1));
    }
}
