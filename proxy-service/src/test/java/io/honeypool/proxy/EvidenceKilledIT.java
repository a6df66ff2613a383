package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.EvidenceServer;
import io.honeypool.proxy.fixture.KeptEvidence;
import io.honeypool.proxy.fixture.SensorProcess;
import io.honeypool.proxy.fixture.ServerProgram;
import io.honeypool.proxy.fixture.StoredEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sensor that is killed while it sends evidence. */
class EvidenceKilledIT {

    private static final int FILES = 40;
    private static final int SIZE = 200_000;

    /** More than can be on its way, so that it is killed while it is read from disk. */
    private static final int BIG = 60_000_000;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @Test
    void everythingIsThereInTheEndAndHardlyAnythingWentTwice() throws IOException {
        Path state = directory.resolve("state");
        StoredEvidence stored = new StoredEvidence(state);
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            paths.add(stored.artifact(i == FILES / 4 ? BIG : SIZE + i));
            paths.add(stored.recording("0123456789ab-" + i, 100 + i));
        }
        int kills = 0;
        try (EvidenceServer server = new EvidenceServer()) {
            KeptEvidence pool = server.evidence();
            List<String> settings = new ArrayList<>(server.asPool(directory));
            settings.addAll(List.of(
                    "--honeypool.sensor.backend.type=static",
                    "--honeypool.sensor.backend.host=127.0.0.1",
                    "--honeypool.sensor.backend.ssh-port=" + ServerProgram.freePort(),
                    "--honeypool.sensor.backend.password=none"));
            for (long after : new long[] {SIZE / 2, SIZE + FILES / 8, BIG / 10}) {
                pool.holdAfter(after);
                try (SensorProcess _ = SensorProcess.start(state, settings)) {
                    await().atMost(PATIENCE).until(pool::holds);
                    kills++;
                }
                pool.release();
            }
            try (SensorProcess _ = SensorProcess.start(state, settings)) {
                await().atMost(PATIENCE).until(() -> pool.paths().size() == paths.size());
                await().atMost(PATIENCE)
                        .until(() -> Files.exists(marked(stored.recordingOf(KeptEvidence.hashIn(paths.getLast())))));
            }
            assertThat(pool.paths()).containsExactlyElementsOf(paths);
            for (String path : paths) {
                Path file = path.contains("artifacts")
                        ? stored.file(KeptEvidence.hashIn(path))
                        : stored.recordingOf(KeptEvidence.hashIn(path));
                assertThat(pool.content(path)).as(path).isEqualTo(Files.readAllBytes(file));
                assertThat(marked(file)).exists();
            }
            List<String> puts =
                    pool.calls().stream().filter(call -> call.startsWith("PUT")).toList();
            assertThat(puts).hasSizeBetween(paths.size() + 1, paths.size() + kills);
            assertThat(puts)
                    .filteredOn(("PUT " + paths.get(FILES / 2))::equals)
                    .as("the one that was killed on its way")
                    .hasSize(2);
        }
    }

    private static Path marked(Path file) {
        return file.resolveSibling(file.getFileName() + ".sent");
    }
}
