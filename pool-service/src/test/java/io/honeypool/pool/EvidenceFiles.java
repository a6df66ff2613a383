package io.honeypool.pool;

import static io.honeypool.pool.testing.Samples.sha256;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.Api.Answer;
import io.honeypool.pool.testing.RunningPool;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A pool that sensors bring files to. */
abstract class EvidenceFiles {

    static final String BYTES = "application/octet-stream";
    private @Nullable RunningPool started;

    @AfterEach
    void stop() throws IOException {
        if (started != null) {
            started.close();
        }
    }

    final void start(String... settings) {
        started = RunningPool.start(settings);
    }

    final RunningPool pool() {
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(1));
    }

    static String artifact(byte[] content) {
        return "/api/v1/artifacts/" + sha256(content) + "/content";
    }

    static String recording(byte[] content, String name) {
        return "/api/v1/recordings/" + sha256(content) + "/content?recording=" + name;
    }

    final Api sensor() {
        return pool().api("sensor");
    }

    final Answer bring(byte[] content) {
        return sensor().bring(artifact(content), content, BYTES, false);
    }

    final int asks(byte[] content) {
        return sensor().call("HEAD", artifact(content)).status();
    }

    final List<String> files() {
        try (var files = Files.list(pool().state().resolve("pool/evidence-files"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    final String state(byte[] content) {
        return pool().databaseAside()
                .sql("SELECT state FROM evidence_file WHERE sha256 = ?")
                .param(sha256(content))
                .query(String.class)
                .optional()
                .orElse("");
    }

    final String metrics() {
        return pool().management("metrics").call("GET", "/actuator/prometheus").body();
    }
}
