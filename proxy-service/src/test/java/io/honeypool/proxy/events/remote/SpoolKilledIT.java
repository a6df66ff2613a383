package io.honeypool.proxy.events.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.events.SpooledSink;
import io.honeypool.proxy.fixture.ServerProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed loses nothing that a sink said it had. */
class SpoolKilledIT {

    private static final int ROUNDS = 4;
    private static final int AT_LEAST = 700;

    @TempDir
    private Path directory;

    @Test
    void whatWasTakenBeforeAKillArrivesAfterIt() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "0123456789abcdef0123\n");
        Path spools = directory.resolve("spool");
        try (WebhookServer server = new WebhookServer("/hook")) {
            server.refuseOneOf(3);
            int next = 0;
            for (int round = 0; round < ROUNDS; round++) {
                if (round == 2) {
                    server.stop();
                }
                next = 1
                        + writeAndKill(
                                next, List.of(spools.toString(), server.url().toString(), secret.toString()));
            }
            server.start();
            int written = next;
            try (SpooledSink rest = SpoolWriter.open(spools, server.url(), secret)) {
                assertThat(rest.name()).isEqualTo("webhook");
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> numbers(server).containsAll(all(written)));
            }
            assertThat(numbers(server).stream().filter(number -> number < written))
                    .isSorted();
        }
    }

    /** The number of the last event that the sink took, as far as could be told. */
    private static int writeAndKill(int first, List<String> arguments) throws IOException {
        List<String> command = ServerProgram.java(System.getProperty("java.class.path"), "-Xmx128m");
        command.add(SpoolWriter.class.getName());
        command.addAll(arguments);
        command.add(Integer.toString(first));
        Process writer = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int last = -1;
        try (BufferedReader said = writer.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.matches("\\d+")) {
                    last = Integer.parseInt(line);
                }
                if (last == first + AT_LEAST) {
                    // not by the process itself, which would close what is read
                    writer.toHandle().destroyForcibly();
                }
            }
        } finally {
            writer.destroyForcibly().onExit().join();
        }
        assertThat(last).isGreaterThanOrEqualTo(first + AT_LEAST);
        return last;
    }

    private static List<Integer> all(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static List<Integer> numbers(WebhookServer server) {
        return server.events().stream()
                .map(event -> Integer.parseInt(event.path("input").asString()))
                .toList();
    }
}
