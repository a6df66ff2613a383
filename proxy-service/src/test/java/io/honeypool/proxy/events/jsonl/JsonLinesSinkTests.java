package io.honeypool.proxy.events.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.EventEnvelope;
import io.honeypool.proxy.events.EventIdentity;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.SensorIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesSinkTests {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    @TempDir
    private Path directory;

    @Test
    void writeAppendsOneObjectALine() throws IOException {
        Path file = directory.resolve("new").resolve("events.jsonl");
        try (JsonLinesSink sink = new JsonLinesSink(file, MAPPER)) {
            sink.write(command("first \"quoted\""));
            sink.write(command("second"));
        }

        assertThat(inputs(file)).containsExactly("first \"quoted\"", "second");
    }

    @Test
    void aLineThatACrashCutShortIsEndedFirst() throws IOException {
        Path file = directory.resolve("events.jsonl");
        Files.writeString(file, "{\"eventid\":\"cowrie.comm");
        try (JsonLinesSink sink = new JsonLinesSink(file, MAPPER)) {
            sink.write(command("next"));
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(MAPPER.readTree(lines.getLast()).get("input").stringValue()).isEqualTo("next");
    }

    @Test
    void aFileThatWasRotatedAwayIsLeftForANewOne() throws IOException {
        Path file = directory.resolve("events.jsonl");
        try (JsonLinesSink sink = new JsonLinesSink(file, MAPPER)) {
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
                .isThrownBy(() -> new JsonLinesSink(notADirectory.resolve("events.jsonl"), MAPPER).open());
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
