package io.honeypool.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program to run to its end, with its input and output in files so that neither can stall it. */
final class Command {

    private final List<String> arguments;
    private final Map<String, String> environment = new TreeMap<>();
    private @Nullable Path input;
    private @Nullable Path output;
    private Duration patience = Duration.ofMinutes(2);

    private Command(List<String> arguments) {
        this.arguments = new ArrayList<>(arguments);
    }

    static Command of(String... arguments) {
        return new Command(Arrays.asList(arguments));
    }

    Command and(String... more) {
        arguments.addAll(Arrays.asList(more));
        return this;
    }

    /** Has it run where that is. */
    Command at(Placement place) {
        arguments.addAll(0, place.entrance());
        return this;
    }

    Command with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Command reading(Path file) {
        input = file;
        return this;
    }

    /** Its standard output goes there and is no part of the result. */
    Command writing(Path file) {
        output = file;
        return this;
    }

    Command within(Duration limit) {
        patience = limit;
        return this;
    }

    /** The program, to be started by the caller, who also ends it. */
    ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.environment().putAll(environment);
        return builder;
    }

    /** Starts the program and leaves it running; the caller ends it. */
    Process start(Path output) {
        ProcessBuilder builder = builder().redirectErrorStream(true).redirectOutput(output.toFile());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the program to its end; one that takes longer than allowed is killed and fails the test. */
    Result run() {
        try {
            Path out = Files.createTempFile("command", ".out");
            Path err = Files.createTempFile("command", ".err");
            try {
                return run(out, err);
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + arguments, e);
        }
    }

    private Result run(Path out, Path err) throws IOException, InterruptedException {
        ProcessBuilder builder = builder()
                .redirectInput(input == null ? Path.of("/dev/null").toFile() : input.toFile())
                .redirectOutput(output == null ? out.toFile() : output.toFile())
                .redirectError(err.toFile());
        Process process = builder.start();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(arguments + " did not end within " + patience + ": " + Files.readString(out)
                    + Files.readString(err));
        }
        return new Result(
                process.exitValue(),
                new String(Files.readAllBytes(out), StandardCharsets.ISO_8859_1),
                new String(Files.readAllBytes(err), StandardCharsets.ISO_8859_1));
    }

    /**
     * What a program left.
     *
     * @param status exit status
     * @param output standard output, a character a byte
     * @param errors standard error, a character a byte
     */
    record Result(int status, String output, String errors) {

        /** The output of a program that had to succeed. */
        String orFail() {
            if (status != 0) {
                throw new AssertionError("status " + status + "\n" + output + "\n" + errors);
            }
            return output;
        }
    }
}
