package io.honeypool.proxy.events.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.EventEnvelope;
import io.honeypool.proxy.events.EventIdentity;
import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.SensorIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesSinkTests {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    @TempDir
    private Path directory;

    @Test
    void writeAppendsOneObjectALine() throws IOException {
        Path file = directory.resolve("new").resolve("events.jsonl");
        try (JsonLinesSink sink = sink(file)) {
            sink.write(command("first \"quoted\""));
            sink.write(command("second"));
        }

        assertThat(inputs(file)).containsExactly("first \"quoted\"", "second");
    }

    @Test
    void aLineThatACrashCutShortIsEndedFirst() throws IOException {
        Path file = directory.resolve("events.jsonl");
        Files.writeString(file, "{\"eventid\":\"cowrie.comm");
        try (JsonLinesSink sink = sink(file)) {
            sink.write(command("next"));
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(MAPPER.readTree(lines.getLast()).get("input").stringValue()).isEqualTo("next");
    }

    @Test
    void aFileThatWasRotatedAwayIsLeftForANewOne() throws IOException {
        Path file = directory.resolve("events.jsonl");
        try (JsonLinesSink sink = sink(file)) {
            sink.write(command("old"));
            Files.move(file, directory.resolve("events.jsonl.1"));

            await().until(() -> {
                sink.write(command("new"));
                return Files.exists(file);
            });
        }

        assertThat(inputs(file)).containsExactly("new");
    }

    @Test
    void openFailsWhereNoFileCanBe() throws IOException {
        Path notADirectory = Files.writeString(directory.resolve("file"), "");

        assertThatIOException()
                .isThrownBy(() -> sink(notADirectory.resolve("events.jsonl")).open());
    }

    @Test
    void aFileIsFullBeforeALineWouldMakeItLarger() throws IOException {
        Path file = directory.resolve("events.jsonl");
        Instant now = Instant.parse("2026-01-31T12:00:00Z");
        try (JsonLinesSink sink = sink(file, new EventSettings.Rotation(DataSize.ofBytes(700), true, 2), () -> now)) {
            for (int i = 0; i < 8; i++) {
                sink.write(command("event " + i));
            }
        }

        assertThat(inputs(file)).containsExactly("event 6", "event 7");
        assertThat(inputs(directory.resolve("events.jsonl.2026-01-31.2"))).containsExactly("event 4", "event 5");
        assertThat(inputs(directory.resolve("events.jsonl.2026-01-31.1"))).containsExactly("event 2", "event 3");
        assertThat(directory.resolve("events.jsonl.2026-01-31")).doesNotExist();
    }

    @Test
    void everyDayHasAFileOfItsOwn() throws IOException {
        Path file = directory.resolve("events.jsonl");
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-31T23:59:59Z"));
        try (JsonLinesSink sink = sink(file, new EventSettings.Rotation(DataSize.ofBytes(0), true, 0), now::get)) {
            sink.write(command("late"));
            now.set(Instant.parse("2026-02-01T00:00:00Z"));
            sink.write(command("early"));
        }

        assertThat(inputs(directory.resolve("events.jsonl.2026-01-31"))).containsExactly("late");
        assertThat(inputs(file)).containsExactly("early");
    }

    @Test
    void aHangUpHasTheFileOpenedAgain() throws IOException, InterruptedException {
        Path file = directory.resolve("events.jsonl");
        try (JsonLinesSink sink = sink(file)) {
            AtomicBoolean came = new AtomicBoolean();
            HangUp.calls(() -> {
                sink.reopen();
                came.set(true);
            });
            sink.write(command("old"));
            Files.move(file, directory.resolve("moved"));
            new ProcessBuilder(
                            "kill",
                            "-HUP",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            await().untilTrue(came);
            sink.write(command("new"));
        }

        assertThat(inputs(file)).containsExactly("new");
    }

    private static JsonLinesSink sink(Path file, EventSettings.Rotation rotation, InstantSource clock) {
        return new JsonLinesSink(file, MAPPER, rotation, clock);
    }

    private static JsonLinesSink sink(Path file) {
        return new JsonLinesSink(
                file, MAPPER, new EventSettings.Rotation(DataSize.ofBytes(0), false, 0), InstantSource.system());
    }

    private static List<String> inputs(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(MAPPER::readTree)
                .map((JsonNode node) -> node.get("input").stringValue())
                .toList();
    }

    private static EventEnvelope command(String input) {
        EventIdentity identity = new EventIdentity(
                "0123456789ab",
                LoginProtocol.SSH,
                "192.0.2.7",
                1,
                "192.0.2.1",
                22,
                new SensorIdentity("test", new UUID(0, 1)));
        return new EventEnvelope(identity, new HoneypotEvent.CommandInput(input), Instant.EPOCH, false);
    }
}
