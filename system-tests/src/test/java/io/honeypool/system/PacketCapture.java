package io.honeypool.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every byte that passes an interface, as tcpdump sees it; its owner closes it. */
final class PacketCapture implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern COUNTS =
            Pattern.compile("(\\d+) packets? captured, (\\d+) packets? received by filter");

    private final Path file;
    private final Path said;
    private final Process program;

    /** Begins to capture; what passes from now on is in it. */
    PacketCapture(Placement host, String device, Path directory) {
        file = directory.resolve(device + ".pcap");
        said = directory.resolve(device + ".log");
        program = host.command("tcpdump", "-i", device, "-n", "-U", "-s", "0", "-B", "16384", "-Z", "root")
                .and("--immediate-mode", "-w", file.toString())
                .start(said);
        await().atMost(PATIENCE).until(() -> Files.readString(said).contains("listening on"));
    }

    /**
     * Ends it, and tells which of these texts were seen, in a packet or in a TCP stream whose segments part them; fails
     * if it missed a packet.
     */
    List<String> seen(List<String> texts) {
        await().atMost(PATIENCE).until(this::hasWrittenAllThatPassed);
        close();
        try {
            String log = Files.readString(said);
            if (!log.contains("\n0 packets dropped by kernel")) {
                throw new AssertionError("not every packet was captured: " + log);
            }
            Set<String> seen = new HashSet<>();
            for (Path part : streamsAndPackets()) {
                String bytes = Files.readString(part, StandardCharsets.ISO_8859_1);
                texts.stream().filter(bytes::contains).forEach(seen::add);
            }
            return texts.stream().filter(seen::contains).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the kernel holds nothing back: a tcpdump that is ended leaves what it has not read yet. */
    private boolean hasWrittenAllThatPassed() throws IOException {
        long answers = counts().size();
        Command.of("kill", "-USR1", Long.toString(program.pid())).run().orFail();
        await().atMost(PATIENCE).until(() -> counts().size() > answers);
        MatchResult last = counts().getLast();
        return last.group(1).equals(last.group(2));
    }

    private List<MatchResult> counts() throws IOException {
        return COUNTS.matcher(Files.readString(said)).results().toList();
    }

    private List<Path> streamsAndPackets() throws IOException {
        Path streams = file.resolveSibling(file.getFileName() + ".streams");
        Command.of("tcpflow", "-r", file.toString(), "-o", streams.toString())
                .run()
                .orFail();
        try (Stream<Path> found = Files.list(streams)) {
            Stream<Path> flows = found.filter(path -> !path.endsWith("report.xml"));
            List<Path> parts = Stream.concat(Stream.of(file), flows).toList();
            if (parts.size() == 1) {
                throw new AssertionError("no TCP stream in " + file);
            }
            return parts;
        }
    }

    /** How much there is, in bytes. */
    long size() {
        return file.toFile().length();
    }

    @Override
    public void close() {
        program.destroy();
        try {
            if (!program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                program.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            program.destroyForcibly();
        }
    }
}
