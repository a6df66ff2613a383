package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A sensor before a real sshd, and clients that put files there and get them from there. */
abstract class CopiedFiles {

    static final String THERE = "root@127.0.0.1:";

    @TempDir
    static Path directory;

    static RealSshd guest;
    static RunningSensor sensor;
    static OpenSsh attacker;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        guest = RealSshd.start(directory.resolve("guest"));
        sensor = RunningSensor.start(directory.resolve("sensor"), guest.asBackend("root"));
        attacker = new OpenSsh(Files.createDirectories(directory.resolve("attacker")), RunningSensor.PASSWORD);
    }

    @AfterAll
    static void stop() {
        sensor.close();
        guest.close();
    }

    static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    static void sftp(String commands) throws IOException, InterruptedException {
        copied(attacker.copy("sftp", sensor.port(), "-b", script(commands).toString(), "root@127.0.0.1"));
    }

    static void copied(OpenSsh.Result result) {
        assertThat(result.status()).as(result.errors()).isZero();
    }

    static Path script(String commands) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "script", ""), commands + "\n");
    }

    static JsonNode upload(String path) {
        await().until(() -> !uploads(path).isEmpty());
        assertThat(uploads(path)).hasSize(1);
        return uploads(path).getFirst();
    }

    static List<JsonNode> uploads(String path) {
        return sensor.events("cowrie.session.file_upload").stream()
                .filter(event -> event.path("destfile").asString().equals(path))
                .toList();
    }

    static List<JsonNode> incomplete(String path) {
        return sensor.events("honeypool.artifact.incomplete").stream()
                .filter(event -> event.path("destfile").asString().equals(path))
                .toList();
    }

    static Path artifact(JsonNode event) {
        return directory
                .resolve("sensor")
                .resolve("artifacts")
                .resolve(event.path("outfile").asString());
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static String sha256(Path file) {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
