package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.EvidenceServer;
import io.honeypool.proxy.fixture.KeptEvidence;
import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an attacker leaves is at the pool soon after. Needs root, openssh-server and openssh-client. */
class EvidenceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void whatIsMovedAndWhatIsRecordedGoesToThePool() throws IOException, InterruptedException {
        byte[] content = new byte[1_500_000];
        new Random(7).nextBytes(content);
        Path file = Files.write(directory.resolve("tool"), content);
        Path state = directory.resolve("state");
        OpenSsh attacker = new OpenSsh(Files.createDirectories(directory.resolve("attacker")), RunningSensor.PASSWORD);
        try (RealSshd guest = RealSshd.start(directory.resolve("guest"));
                EvidenceServer server = new EvidenceServer()) {
            List<String> settings = new ArrayList<>(guest.asBackend("root"));
            settings.addAll(server.asPool(directory));
            KeptEvidence pool = server.evidence();
            try (RunningSensor sensor = RunningSensor.start(state, settings)) {
                OpenSsh.Result put = attacker.copy(
                        "scp", sensor.port(), file.toString(), "root@127.0.0.1:" + directory.resolve("there"));
                assertThat(put.status()).as(put.errors()).isZero();
                assertThat(attacker.run("root", sensor.port(), "echo done").output())
                        .isEqualTo("done\n");

                await().atMost(PATIENCE).until(() -> pool.paths().size() == 2);
                String artifact = KeptEvidence.path("artifacts", KeptEvidence.sha256(content));
                assertThat(pool.content(artifact)).isEqualTo(content);
                JsonNode recorded = sensor.events("honeypool.recording.closed").getFirst();
                byte[] recording = Files.readAllBytes(state.resolve("recordings")
                        .resolve(recorded.path("file").asString()));
                String path = KeptEvidence.path("recordings", KeptEvidence.sha256(recording));
                assertThat(pool.content(path)).isEqualTo(recording);
                assertThat(pool.calls())
                        .contains("PUT " + path + "?recording="
                                + recorded.path("recording").asString());
            }
        }
    }
}
