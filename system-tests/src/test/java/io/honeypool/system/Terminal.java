package io.honeypool.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client in a real pseudo-terminal that can be typed at and resized, as a person's window can. */
final class Terminal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Path directory;
    private final Process process;
    private int seen;

    private Terminal(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /** Runs the client under {@code script}, which makes the terminal and copies what it shows. */
    static Terminal running(Command program, int columns, int rows) throws IOException {
        Path directory = Files.createTempDirectory("terminal");
        Path client = directory.resolve("client");
        Files.writeString(
                client,
                "tty > '%s'; stty cols %d rows %d; exec \"$@\"\n".formatted(directory.resolve("tty"), columns, rows));
        ProcessBuilder builder = program.builder();
        builder.command("script", "-qefc", "sh " + client + " " + quoted(builder.command()), "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment().put("SHELL", "/bin/sh");
        return new Terminal(directory, builder.start());
    }

    void type(String text) throws IOException {
        OutputStream keyboard = process.getOutputStream();
        keyboard.write(text.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** Waits until the terminal shows the text, after what was awaited before. */
    void awaitOutput(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            String output = Files.readString(directory.resolve("output"), StandardCharsets.ISO_8859_1);
            int found = output.indexOf(text, seen);
            if (found < 0) {
                throw new AssertionError(
                        "no \"" + text + "\" in: " + output.substring(Math.min(seen, output.length())));
            }
            seen = found + text.length();
        });
    }

    /** Changes the terminal's size; the kernel tells the client, which tells the sensor. */
    void resize(int columns, int rows) throws IOException {
        String tty = Files.readString(directory.resolve("tty")).strip();
        Command.of("stty", "-F", tty, "cols", String.valueOf(columns), "rows", String.valueOf(rows))
                .run()
                .orFail();
    }

    int awaitStatus() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the client did not end within " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Command.of("rm", "-rf", directory.toString()).run().orFail();
    }

    private static String quoted(List<String> arguments) {
        StringBuilder line = new StringBuilder();
        for (String argument : arguments) {
            line.append('\'').append(argument.replace("'", "'\\''")).append("' ");
        }
        return line.toString();
    }
}
