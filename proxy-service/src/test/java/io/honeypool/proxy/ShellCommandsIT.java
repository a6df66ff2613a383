package io.honeypool.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.Patience;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is typed at shells over SSH, with a real client and server. Needs root, openssh-server and openssh-client. */
class ShellCommandsIT {

    @TempDir
    private static Path directory;

    private static RealSshd guest;
    private static OpenSsh attacker;

    @TempDir
    private Path state;

    private RunningSensor sensor;

    @BeforeAll
    static void startGuest() throws IOException, InterruptedException {
        guest = RealSshd.start(directory.resolve("guest"));
        attacker = new OpenSsh(Files.createDirectories(directory.resolve("attacker")), RunningSensor.PASSWORD);
    }

    @AfterAll
    static void stopGuest() {
        guest.close();
    }

    @BeforeEach
    void start() throws IOException {
        sensor = RunningSensor.start(state, guest.asBackend("root"));
    }

    @AfterEach
    void stop() {
        sensor.close();
    }

    @Test
    void linesAtATerminalAreCommandsWithTheirEditingApplied() throws IOException, InterruptedException {
        Process client = attacker.builder("root", sensor.port(), "", "-tt").start();
        try (OutputStream typing = client.getOutputStream()) {
            typing.write("unset HISTFILE; PS1='$ '\recho wrong\25echo on\177ne\r".getBytes(US_ASCII));
            typing.write("read -s -p 'Password: ' word\r".getBytes(US_ASCII));
            typing.flush();
            String asked = shownUntil(client, "\rPassword: ");
            assertThat(asked).contains("\rone\r\n");
            typing.write("orchid-9\r".getBytes(US_ASCII));
            typing.write("exit 3\r".getBytes(US_ASCII));
            typing.flush();
            client.getInputStream().readAllBytes();
            assertThat(client.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }

        assertThat(client.exitValue()).isEqualTo(3);
        assertThat(commands())
                .containsExactly("unset HISTFILE; PS1='$ '", "echo one", "read -s -p 'Password: ' word", "exit 3");
    }

    @Test
    void linesThroughAPipeAreCommandsAsTheyAre() throws IOException, InterruptedException {
        Process client = attacker.builder("root", sensor.port(), "", "-T").start();
        try (OutputStream typing = client.getOutputStream()) {
            typing.write("cd /tmp\n\nprintf 'a\\tb'\ntrue 'x\tx'\nexit 5".getBytes(US_ASCII));
        }
        client.getInputStream().readAllBytes();

        assertThat(client.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).isEqualTo(5);
        assertThat(commands()).containsExactly("cd /tmp", "printf 'a\\\\tb'", "true 'x\\x09x'", "exit 5");
    }

    @Test
    void aFloodOfLinesIsCountedAndNotRecorded() throws IOException, InterruptedException {
        Process client = attacker.builder("root", sensor.port(), "", "-T").start();
        try (OutputStream typing = client.getOutputStream()) {
            typing.write(":\n".repeat(25_000).getBytes(US_ASCII));
        }
        client.getInputStream().readAllBytes();

        assertThat(client.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(commands()).hasSize(10_000);
        assertThat(sensor.events("honeypool.command.omitted"))
                .extracting(event -> event.path("count").asInt())
                .containsExactly(15_000);
    }

    private static String shownUntil(Process client, String end) throws IOException {
        StringBuilder shown = new StringBuilder();
        while (shown.indexOf(end) < 0) {
            int b = client.getInputStream().read();
            assertThat(b).as(shown.toString()).isNotNegative();
            shown.append((char) b);
        }
        return shown.toString();
    }

    private List<String> commands() {
        await().untilAsserted(
                        () -> assertThat(sensor.events("cowrie.session.closed")).hasSize(1));
        return sensor.events("cowrie.command.input").stream()
                .map((JsonNode event) -> event.path("input").asString())
                .toList();
    }
}
