package io.honeypool.proxy.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceSearchTests {

    private static final String HASH = "ab".repeat(32);

    @TempDir
    private Path directory;

    private final Unsent unsent = new Unsent(10);
    private EvidenceSearch search;
    private Path artifacts;
    private Path recordings;

    @BeforeEach
    void stores() throws IOException {
        artifacts = directory.resolve("artifacts");
        recordings = directory.resolve("recordings");
        search = new EvidenceSearch(
                new EvidenceStores(Map.of(EvidenceKind.ARTIFACT, artifacts, EvidenceKind.RECORDING, recordings)),
                unsent);
    }

    @Test
    void storesThatAreNotThereYetAreEmpty() throws IOException {
        search.run();

        assertThat(unsent.size()).isZero();
    }

    @Test
    void onlyWhatIsWholeAndHasNoMarkIsToBeSent() throws IOException, InterruptedException {
        Path artifact = make(artifacts.resolve("ab").resolve(HASH));
        make(artifacts.resolve("incoming/1234.part"));
        make(artifacts.resolve("cd").resolve("cd".repeat(32)));
        make(artifacts.resolve("cd").resolve("cd".repeat(32) + ".sent"));
        make(recordings.resolve("2026-01-31/0123456789ab-0.cast.part"));
        make(recordings.resolve("2026-01-31/0123456789ab-1.cast"));
        make(recordings.resolve("2026-01-31/0123456789ab-2.cast.gz.new"));
        make(recordings.resolve("2026-01-31/0123456789ab-3.tty"));
        make(recordings.resolve("2026-01-31/0123456789ab-4.cast.gz"));
        make(recordings.resolve("2026-01-31/0123456789ab-4.cast.gz.refused"));
        make(recordings.resolve("notes.txt"));

        search.run();

        assertThat(unsent.size()).isEqualTo(1);
        assertThat(unsent.await(0).map(Unsent.Waiting::evidence))
                .isEqualTo(Optional.of(new Evidence(EvidenceKind.ARTIFACT, artifact)));
    }

    @Test
    void marksWithoutAFileGoAndNothingElse() throws IOException {
        Path alone = make(artifacts.resolve("ab").resolve(HASH + ".sent"));
        Path refused = make(recordings.resolve("2026-01-31/0123456789ab-4.cast.gz.refused"));
        Path other = make(recordings.resolve("2026-01-31/notes.sent"));

        search.run();

        assertThat(alone).doesNotExist();
        assertThat(refused).doesNotExist();
        assertThat(other).exists();
    }

    private static Path make(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "content");
    }
}
