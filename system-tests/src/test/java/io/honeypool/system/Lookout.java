package io.honeypool.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Sees every frame with a mark that comes to a network namespace, goes out of it, or passes through. */
final class Lookout implements AutoCloseable {

    private static final int OUTGOING = 4;
    private static final int FIELDS = 3;

    private final Path script;
    private final Path seen;
    private final Process process;

    private Lookout(Path script, Path seen, Process process) {
        this.script = script;
        this.seen = seen;
        this.process = process;
    }

    /**
     * A frame that was seen.
     *
     * @param link the interface
     * @param out whether it went out there
     * @param number what follows the mark in it
     */
    record Sighting(String link, boolean out, int number) {}

    /** One that only looks. */
    static Lookout in(String namespace, String mark) {
        return start(namespace, mark);
    }

    /** One that also answers, as hosts on the internet do. */
    static Lookout answering(String namespace, String mark) {
        return start(namespace, mark, "serve");
    }

    private static Lookout start(String namespace, String mark, String... more) {
        try {
            Path script = Files.writeString(Files.createTempFile("witness", ".py"), script("witness.py"));
            Path seen = Files.createTempFile("witness", ".out");
            Process process = Command.of("nsenter", "--net=/run/netns/" + namespace, "/usr/bin/python3")
                    .and(script.toString(), mark)
                    .and(more)
                    .start(seen);
            Lookout lookout = new Lookout(script, seen, process);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !lookout.sightings().isEmpty());
            return lookout;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A script of the tests. */
    static String script(String name) {
        try (InputStream in = Objects.requireNonNull(Lookout.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was seen so far, in order; the first is only that it looks. */
    List<Sighting> sightings() {
        try {
            String text = Files.readString(seen);
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(Lookout::sighting)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sighting sighting(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS) {
            throw new AssertionError("the lookout says: " + line);
        }
        return new Sighting(fields[0], Integer.parseInt(fields[1]) == OUTGOING, Integer.parseInt(fields[2]));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
        try {
            Files.delete(script);
            Files.delete(seen);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
