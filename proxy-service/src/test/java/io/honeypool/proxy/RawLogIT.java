package io.honeypool.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.RawSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Raw messages on demand, with OpenSSH's client and with bytes that no client would send. */
class RawLogIT {

    private static final String FOR_US = "--honeypool.sensor.ssh.raw.sources=127.0.0.1";

    /** SSH_MSG_KEXINIT. */
    private static final String KEXINIT = "14";

    @TempDir
    private static Path world;

    private static RealSshd sshd;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        sshd = RealSshd.start(world.resolve("sshd"));
    }

    @AfterAll
    static void stopServer() {
        sshd.close();
    }

    @Test
    void messagesOfAListedSourceAreEventsBothWays() throws IOException, InterruptedException {
        try (RunningSensor sensor = start(FOR_US)) {
            OpenSsh.Result result = run(sensor, "echo marker-$((4700 + 11))");

            assertThat(result.output()).as(result.errors()).isEqualTo("marker-4711\n");
            assertThat(raw(sensor, "in"))
                    .anyMatch(bytes -> bytes.contains(hex(RunningSensor.PASSWORD)))
                    .anyMatch(bytes -> bytes.contains(hex("marker-$((")))
                    .noneMatch(bytes -> bytes.contains(hex(RealSshd.PASSWORD)))
                    .first()
                    .asString()
                    .startsWith(KEXINIT);
            assertThat(raw(sensor, "out"))
                    .anyMatch(bytes -> bytes.contains(hex("marker-4711\n")))
                    .noneMatch(bytes -> bytes.contains(hex(RealSshd.PASSWORD)))
                    .first()
                    .asString()
                    .startsWith(KEXINIT);
        }
    }

    @Test
    void compressedMessagesAreShownAsTheyWereBefore() throws IOException, InterruptedException {
        try (RunningSensor sensor = start(FOR_US)) {
            OpenSsh.Result result = run(sensor, "echo marker-$((4700 + 11))", "-C");

            assertThat(result.output()).as(result.errors()).isEqualTo("marker-4711\n");
            assertThat(raw(sensor, "in")).anyMatch(bytes -> bytes.contains(hex("marker-$((")));
            assertThat(raw(sensor, "out")).anyMatch(bytes -> bytes.contains(hex("marker-4711\n")));
        }
    }

    @Test
    void nobodyElsesAreRecorded() throws IOException, InterruptedException {
        try (RunningSensor sensor = start("--honeypool.sensor.ssh.raw.sources=192.0.2.0/24,2001:db8::/32")) {
            OpenSsh.Result result = run(sensor, "id -un");

            assertThat(result.output()).as(result.errors()).isEqualTo("visitor\n");
            assertThat(sensor.events("honeypool.raw")).isEmpty();
        }
    }

    @Test
    void aConnectionsLimitCutsTheLogAndNotTheConnection() throws IOException, InterruptedException {
        try (RunningSensor sensor = start(FOR_US, "--honeypool.sensor.ssh.raw.bytes-per-session=6000")) {
            OpenSsh.Result result = run(sensor, "head -c 300000 /dev/zero | tr '\\0' x");

            assertThat(result.output()).as(result.errors()).isEqualTo("x".repeat(300_000));
            List<JsonNode> events = sensor.events("honeypool.raw");
            assertThat(events.stream()
                            .mapToInt(event -> event.path("hex").asString().length() / 2)
                            .sum())
                    .isBetween(1000, 6000);
            assertThat(events.stream()
                            .filter(event -> event.path("last").asBoolean())
                            .toList())
                    .containsExactly(events.getLast());
        }
    }

    @Test
    void aMessageThatIsAllPaddingEndsItsConnectionAsEver() throws IOException {
        byte[] allPadding = ByteBuffer.allocate(16).putInt(12).put((byte) 255).array();
        try (RunningSensor sensor = start(FOR_US)) {
            List<String> seen = RawSsh.converse(sensor.port(), "SSH-2.0-x\r\n".getBytes(ISO_8859_1), allPadding);

            assertThat(seen).last().isEqualTo("closed");
            awaitEnd(sensor);
            assertThat(sensor.events("honeypool.protocol.error"))
                    .extracting(event -> event.path("error").asString())
                    .containsExactly("message of no bytes");
            assertThat(raw(sensor, "in")).isEmpty();
        }
    }

    private RunningSensor start(String... settings) throws IOException {
        return RunningSensor.start(directory.resolve("state"), sshd.asBackend(RealSshd.USERNAME), settings);
    }

    private OpenSsh.Result run(RunningSensor sensor, String command, String... options)
            throws IOException, InterruptedException {
        OpenSsh.Result result =
                new OpenSsh(directory, RunningSensor.PASSWORD).run("root", sensor.port(), command, options);
        awaitEnd(sensor);
        return result;
    }

    private static void awaitEnd(RunningSensor sensor) {
        await().until(() -> !sensor.events("cowrie.session.closed").isEmpty());
    }

    private static List<String> raw(RunningSensor sensor, String direction) {
        return sensor.events("honeypool.raw").stream()
                .filter(event -> event.path("direction").asString().equals(direction))
                .map(event -> event.path("hex").asString())
                .toList();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(ISO_8859_1));
    }
}
