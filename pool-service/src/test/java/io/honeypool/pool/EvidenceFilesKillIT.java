package io.honeypool.pool;

import static io.honeypool.pool.testing.Samples.bytes;
import static io.honeypool.pool.testing.Samples.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.PoolProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The process ends between two steps of taking a file; the next start repairs that. */
class EvidenceFilesKillIT extends EvidenceFiles {

    private static final byte[] CONTENT = bytes(1, 100_000);

    @ParameterizedTest
    @CsvSource({
        "EVIDENCE_FILE_WRITTEN,  false, '',      ''",
        "EVIDENCE_FILE_ROW_MADE, false, STORING, LOST",
        "EVIDENCE_FILE_MOVED,    true,  STORING, STORED"
    })
    void whatWasBegunIsDoneOrUndone(String step, boolean moved, String left, String repaired)
            throws IOException, InterruptedException {
        start();
        String token = sensor().token();
        pool().kill();
        try (PoolProcess process = pool().processThatEndsAt(step)) {
            Api api = process.api(token);
            assertThatThrownBy(() -> api.bring(artifact(CONTENT), CONTENT, BYTES, false))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(process.awaitEnd()).isEqualTo(137);
        }
        assertThat(state(CONTENT)).isEqualTo(left);
        assertThat(files()).hasSize(1).allMatch(name -> name.equals(sha256(CONTENT)) == moved);

        pool().restart();

        patiently().until(() -> state(CONTENT).equals(repaired));
        patiently().until(() -> files().equals(moved ? List.of(sha256(CONTENT)) : List.of()));
        assertThat(asks(CONTENT)).isEqualTo(moved ? 204 : 404);
        assertThat(bring(CONTENT).status()).isEqualTo(moved ? 204 : 201);
        Path file = pool().state().resolve("pool/evidence-files/" + sha256(CONTENT));
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(state(CONTENT)).isEqualTo("STORED");
    }
}
