package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.Patience;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import io.honeypool.proxy.fixture.SensorProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What real sessions leave behind to be played again. Needs root, openssh-server and openssh-client. */
class RecordingIT {

    private static final int COMMANDS = 100;
    private static final int SESSIONS = 50;
    private static final Duration LATEST = Duration.ofSeconds(1);

    @TempDir
    private static Path directory;

    private static RealSshd guest;
    private static OpenSsh attacker;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        guest = RealSshd.start(directory.resolve("guest"));
        attacker = new OpenSsh(Files.createDirectories(directory.resolve("attacker")), RunningSensor.PASSWORD);
    }

    @AfterAll
    static void stop() {
        guest.close();
    }

    @Test
    void everyCommandLeavesARecordingOfItsOwn() throws IOException, InterruptedException {
        Path state = directory.resolve("commands");
        try (RunningSensor sensor = RunningSensor.start(state, guest.asBackend("root"))) {
            String control = "-S" + directory.resolve("control");
            Process master =
                    attacker.builder("root", sensor.port(), "", "-MN", control).start();
            try {
                await().until(() -> Files.exists(directory.resolve("control")));
                for (int i = 0; i < COMMANDS; i++) {
                    String command = "cat; echo out-" + i + "; echo err-" + i + " >&2; exit " + i % 7;
                    assertThat(send("in-" + i, attacker.builder("root", 1, command, control)))
                            .isEqualTo(i % 7);
                }
            } finally {
                master.destroy();
                assertThat(master.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            }
            await().untilAsserted(() ->
                    assertThat(sensor.events("cowrie.session.closed")).hasSize(1));
            assertThat(sensor.events("cowrie.log.open")).hasSize(COMMANDS);
            assertThat(sensor.events("cowrie.log.closed")).hasSize(COMMANDS);
            assertThat(sensor.events("honeypool.recording.closed"))
                    .hasSize(COMMANDS)
                    .allSatisfy(event -> {
                        assertThat(event.path("truncated").asBoolean()).isFalse();
                        assertThat(event.has("late")).isFalse();
                    })
                    .extracting(event -> event.path("recording").asString())
                    .doesNotHaveDuplicates();
            await().until(() -> recordings(state).stream().allMatch(RecordingIT::isCompressed));
        }
        Map<String, Cast> casts = recordings(state).stream()
                .map(Cast::read)
                .collect(Collectors.toMap(cast -> cast.header.path("command").asString(), cast -> cast));
        assertThat(casts).hasSize(COMMANDS);
        for (int i = 0; i < COMMANDS; i++) {
            Cast cast =
                    Objects.requireNonNull(casts.get("cat; echo out-" + i + "; echo err-" + i + " >&2; exit " + i % 7));
            assertThat(cast.all("i")).isEqualTo("in-" + i);
            assertThat(cast.all("o")).contains("in-" + i, "out-" + i + "\n", "err-" + i + "\n");
            assertThat(cast.lines("m")).contains("end of input", "exit " + i % 7);
        }
    }

    @Test
    void aShellIsRecordedAsItsTerminalShowedIt() throws IOException, InterruptedException {
        Path state = directory.resolve("shell");
        Process client;
        try (RunningSensor sensor =
                RunningSensor.start(state, guest.asBackend("root"), "--honeypool.sensor.recording.tty-log=true")) {
            ProcessBuilder builder = attacker.builder("root", sensor.port(), "", "-tt", "-oSetEnv=LC_TEST=x");
            builder.environment().put("TERM", "xterm");
            client = builder.start();
            client.getOutputStream()
                    .write("stty cols 91; printf '\\303\\244\\377'; exit 4\n".getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            byte[] shown = client.getInputStream().readAllBytes();
            assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(client.exitValue()).isEqualTo(4);
            await().until(() ->
                    recordings(state).size() == 2 && recordings(state).stream().anyMatch(RecordingIT::isCompressed));

            Cast cast = Cast.read(recordings(state).stream()
                    .filter(RecordingIT::isCompressed)
                    .findFirst()
                    .orElseThrow());
            assertThat(cast.all("i")).startsWith("stty cols 91").endsWith("\n");
            assertThat(cast.all("o"))
                    .isEqualTo(
                            new String(shown, StandardCharsets.UTF_8).replace("\ufffd", Character.toString(0x10feff)))
                    .contains("ä" + Character.toString(0x10feff));
            assertThat(cast.header.path("version").asInt()).isEqualTo(2);
            assertThat(cast.header.path("env").path("LC_TEST").asString()).isEqualTo("x");
            assertThat(cast.header.path("env").path("TERM").asString()).isEqualTo("xterm");
            assertThat(cast.header.path("timestamp").asLong())
                    .isCloseTo(Instant.now().getEpochSecond(), org.assertj.core.data.Offset.offset(60L));
        }
    }

    @Test
    void whatASensorThatIsKilledSawIsThereButForTheLastSecond() throws IOException, InterruptedException {
        Path state = directory.resolve("killed");
        List<Process> clients = new ArrayList<>();
        Instant killed;
        try (SensorProcess sensor = SensorProcess.start(state, guest.asBackend("root"))) {
            for (int i = 0; i < SESSIONS; i++) {
                String command = "while echo tick $(date +%s.%N) end; do sleep 0.2; done";
                clients.add(attacker.builder("root", sensor.port(), command)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(output(i).toFile())
                        .start());
            }
            await().atMost(Duration.ofSeconds(90)).until(() -> everybodySees("tick"));
            Instant all = Instant.now();
            await().until(() -> everybodySaw(all.plusMillis(1200)));
            killed = Instant.now();
        } finally {
            clients.forEach(Process::destroyForcibly);
        }
        assertThat(recordings(state))
                .hasSize(SESSIONS)
                .allMatch(file -> file.toString().endsWith(".cast.part"));

        try (RunningSensor next = RunningSensor.start(state, guest.asBackend("root"))) {
            await().until(() -> recordings(state).stream().allMatch(RecordingIT::isCompressed));
            await().untilAsserted(() -> assertThat(next.events("honeypool.recording.closed"))
                    .hasSize(SESSIONS)
                    .allMatch(event -> event.path("truncated").asBoolean()));
        }
        Map<String, String> shown = new HashMap<>();
        for (Path file : recordings(state)) {
            String output = Cast.read(file).all("o");
            shown.put(output.substring(0, output.indexOf('\n')), output);
        }
        assertThat(shown).hasSize(SESSIONS);
        for (int i = 0; i < SESSIONS; i++) {
            List<String> seen = ticksBefore(Files.readString(output(i)), killed.minus(LATEST));
            assertThat(seen).as("what client " + i + " saw a second before").isNotEmpty();
            assertThat(shown.get(seen.getFirst())).contains(String.join("\n", seen) + "\n");
        }
    }

    private static Path output(int client) {
        return directory.resolve("attacker").resolve("killed-" + client);
    }

    private static boolean everybodySees(String text) throws IOException {
        for (int i = 0; i < SESSIONS; i++) {
            if (!Files.readString(output(i)).contains(text)) {
                return false;
            }
        }
        return true;
    }

    private static boolean everybodySaw(Instant time) throws IOException {
        for (int i = 0; i < SESSIONS; i++) {
            String seen = Files.readString(output(i));
            if (ticksBefore(seen, time).size() == ticksBefore(seen, Instant.MAX).size()) {
                return false;
            }
        }
        return true;
    }

    private static List<String> ticksBefore(String output, Instant time) {
        return output.lines()
                .filter(line -> line.startsWith("tick ") && line.endsWith(" end"))
                .filter(line -> {
                    String[] parts = line.split(" ", -1)[1].split("\\.", -1);
                    return Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]))
                            .isBefore(time);
                })
                .toList();
    }

    private static int send(String input, ProcessBuilder builder) throws IOException, InterruptedException {
        Process client = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        client.getOutputStream().write(input.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().close();
        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return client.exitValue();
    }

    private static boolean isCompressed(Path file) {
        return file.toString().endsWith(".cast.gz");
    }

    /** Every file that is there. */
    private static List<Path> recordings(Path state) {
        try (Stream<Path> found = Files.walk(state.resolve("recordings"))) {
            return found.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A recording, read by its specification. */
    private record Cast(JsonNode header, List<JsonNode> lines) {

        static Cast read(Path file) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                List<JsonNode> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(JsonMapper.shared()::readTree)
                        .toList();
                return new Cast(lines.getFirst(), lines.subList(1, lines.size()));
            } catch (IOException e) {
                throw new UncheckedIOException(file.toString(), e);
            }
        }

        List<String> lines(String code) {
            return lines.stream()
                    .filter(line -> line.get(1).asString().equals(code))
                    .map(line -> line.get(2).asString())
                    .toList();
        }

        String all(String code) {
            return String.join("", lines(code));
        }
    }
}
