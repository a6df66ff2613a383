package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an attacker brings and does is downloaded from the pool. Needs unzip and curl. */
@ExtendWith(DeploymentExtension.class)
class EvidenceFilesIT {

    private static final int SIZE = 1_500_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final Deployment deployment;
    private final Ssh ssh;
    private final byte[] content = new byte[SIZE];
    private Path file;
    private String marker;

    EvidenceFilesIT(Deployment deployment) {
        this.deployment = deployment;
        this.ssh = deployment.ssh();
    }

    /** Of this run alone, for a deployment may have been tried before. */
    @BeforeEach
    void make() throws IOException {
        Random random = new Random();
        random.nextBytes(content);
        file = Files.write(directory.resolve("tool"), content);
        marker = "marker-" + random.nextInt(1_000_000_000);
    }

    @Test
    void aFileThatWasUploadedComesAsAnArchiveUnderItsPassword() throws IOException {
        FileTransfer.sftp(ssh).upload().apply(file, "/root/" + marker).run().orFail();

        String path = "artifacts/" + sha256(content) + "/content";
        Path archive = awaitDownload(path);
        Path back = directory.resolve("back");
        Command.of("unzip", "-p", "-P", "infected", archive.toString())
                .writing(back)
                .run()
                .orFail();
        assertThat(back).hasSameBinaryContentAs(file);
        assertThat(Command.of("unzip", "-p", "-P", "wrong", archive.toString())
                        .writing(directory.resolve("none"))
                        .run()
                        .status())
                .isNotZero();
        assertThat(deployment.api("sensor").get(path).status()).isEqualTo(403);
        assertThat(new PoolApi(deployment.apiPort(), null).get(path).status()).isEqualTo(401);
    }

    @Test
    void aCommandThatWasRecordedComesAsItWasRecorded() throws IOException {
        String typed = "wc -c; echo " + marker + " | tr a-z A-Z";
        ssh.command(typed).reading(file).run().orFail();

        String session =
                event("cowrie.command.input", "input", typed).get("session").stringValue();
        JsonNode closed = event("honeypool.recording.closed", "session", session);
        Path downloaded = awaitDownload("recordings/" + closed.get("recording").stringValue() + "/content");

        assertThat(downloaded)
                .hasSameBinaryContentAs(deployment
                        .state()
                        .resolve("sensor/recordings")
                        .resolve(closed.get("file").stringValue()));
        List<JsonNode> lines = lines(downloaded);
        assertThat(lines.getFirst().path("command").stringValue()).isEqualTo(typed);
        assertThat(passed(lines, "o")).isEqualTo(SIZE + "\n" + marker.toUpperCase(Locale.ROOT) + "\n");
        assertThat(closed.get("bytes_in").intValue()).isEqualTo(SIZE);
    }

    /** Waits until the pool has it. */
    private Path awaitDownload(String path) {
        Path to = directory.resolve("downloaded");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> Command.of("curl", "-sS", "--fail", "-o", to.toString())
                                .and("-H", "Authorization: Bearer " + deployment.token("operator"))
                                .and("http://127.0.0.1:" + deployment.apiPort() + "/api/v1/" + path)
                                .run()
                                .status()
                        == 0);
        return to;
    }

    private JsonNode event(String type, String field, String value) {
        List<JsonNode> found = await().atMost(PATIENCE)
                .until(
                        () -> deployment.events().stream()
                                .filter(event ->
                                        event.get("eventid").stringValue().equals(type))
                                .filter(event -> event.path(field).asString("").equals(value))
                                .toList(),
                        events -> !events.isEmpty());
        return found.getFirst();
    }

    private static List<JsonNode> lines(Path recording) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(recording)), StandardCharsets.UTF_8))) {
            return reader.lines().map(JsonMapper.shared()::readTree).toList();
        }
    }

    private static String passed(List<JsonNode> lines, String code) {
        return lines.stream()
                .skip(1)
                .filter(line -> line.get(1).stringValue().equals(code))
                .map(line -> line.get(2).stringValue())
                .collect(Collectors.joining());
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
