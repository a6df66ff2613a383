package io.honeypool.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import io.honeypool.proxy.fixture.SensorProcess;
import io.honeypool.proxy.fixture.Sftp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A sensor that is killed while files are sent. Needs root, openssh-server and openssh-client. */
class ArtifactsKilledIT {

    private static final int SESSIONS = 50;
    private static final int NEW_FILE = Sftp.WRITE | Sftp.CREATE | Sftp.TRUNCATE;

    @TempDir
    private Path directory;

    @Test
    void whatWasFinishedIsThereAndNothingElse() throws IOException, InterruptedException {
        Path state = directory.resolve("state");
        Path files = Files.createDirectories(directory.resolve("files"));
        List<Sftp> sessions = new ArrayList<>();
        try (RealSshd guest = RealSshd.start(directory.resolve("guest"))) {
            OpenSsh attacker =
                    new OpenSsh(Files.createDirectories(directory.resolve("attacker")), RunningSensor.PASSWORD);
            try (SensorProcess sensor = SensorProcess.start(state, guest.asBackend("root"))) {
                for (int i = 0; i < SESSIONS; i++) {
                    Sftp session = Sftp.start(attacker.builder("root", sensor.port(), "sftp", "-s"));
                    sessions.add(session);
                    send(session, files, i);
                }
                await().until(() -> uploads(state).size() == SESSIONS);
                await().until(() -> below(state.resolve("artifacts/incoming")).size() == SESSIONS);
            } finally {
                sessions.forEach(Sftp::close);
            }

            try (RunningSensor next = RunningSensor.start(state, guest.asBackend("root"))) {
                assertThat(next.port()).isPositive();
                assertThat(below(state.resolve("artifacts/incoming"))).isEmpty();
            }
        }
        Set<Path> named = new HashSet<>();
        for (JsonNode event : uploads(state)) {
            Path artifact =
                    state.resolve("artifacts").resolve(event.path("outfile").asString());
            named.add(artifact);
            assertThat(artifact)
                    .hasSameBinaryContentAs(Path.of(event.path("destfile").asString()));
        }
        assertThat(below(state.resolve("artifacts"))).hasSize(SESSIONS).containsExactlyInAnyOrderElementsOf(named);
    }

    /** One file from its beginning to its end, and the beginning of another one. */
    private static void send(Sftp session, Path files, int number) throws IOException {
        byte[] content = ("file " + number + "\n").repeat(5_000).getBytes(US_ASCII);
        session.version(3);
        byte[] whole = session.open(1, files.resolve("whole-" + number).toString(), NEW_FILE);
        session.write(2, whole, 0, content, 30_000);
        session.write(3, whole, 30_000, content, content.length - 30_000);
        session.close(4, whole);
        session.awaitStatus(3);
        byte[] part = session.open(5, files.resolve("part-" + number).toString(), NEW_FILE);
        session.write(6, part, 0, content, 20_000);
        session.awaitStatus(1);
    }

    private static List<JsonNode> uploads(Path state) throws IOException {
        return Files.readString(state.resolve("events/events.jsonl"))
                .lines()
                .map(JsonMapper.shared()::readTree)
                .filter(event -> event.path("eventid").asString().equals("cowrie.session.file_upload"))
                .toList();
    }

    private static List<Path> below(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }
}
