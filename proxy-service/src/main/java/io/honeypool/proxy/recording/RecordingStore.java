package io.honeypool.proxy.recording;

import io.honeypool.proxy.shipping.EvidenceKind;
import io.honeypool.proxy.shipping.Outbox;
import io.honeypool.proxy.state.StateException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of recordings: one below it for each day, in UTC, with a file for each recording that is compressed
 * once it is finished. A thread of its own compresses, and removes what is too old or too much. Thread-safe.
 */
final class RecordingStore implements AutoCloseable {

    static final String COMPRESSED = ".gz";
    static final String BESIDE = ".new";

    private static final Logger log = LoggerFactory.getLogger(RecordingStore.class);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{12}-[0-9]{1,10}");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);
    private static final Duration SWEEP = Duration.ofMinutes(10);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final long SAY_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int CHUNK = 64 * 1024;

    private final Path root;
    private final RecordingObserver observer;
    private final Outbox outbox;
    private final Retention retention;
    private final ScheduledThreadPoolExecutor housekeeping = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("recordings-keep").daemon().factory());
    private @Nullable Long lastSaid;

    private RecordingStore(Path root, RecordingSettings settings, RecordingObserver observer, Outbox outbox) {
        this.root = root;
        this.observer = observer;
        this.outbox = outbox;
        this.retention =
                new Retention(root, settings.retention(), settings.quota().toBytes(), observer, outbox);
    }

    /**
     * Makes the directory if it is missing and checks that it can be written to.
     *
     * @throws StateException if it cannot
     */
    static RecordingStore open(Path root, RecordingSettings settings, RecordingObserver observer, Outbox outbox) {
        try {
            Files.createDirectories(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.isWritable(root)) {
                throw new AccessDeniedException(root.toString());
            }
        } catch (IOException e) {
            throw new StateException(root, e);
        }
        return new RecordingStore(root, settings, observer, outbox);
    }

    /** Begins to remove what is too old or too much. */
    void start() {
        var _ = housekeeping.scheduleWithFixedDelay(this::sweep, 0, SWEEP.toSeconds(), TimeUnit.SECONDS);
    }

    Path root() {
        return root;
    }

    /** Makes a file of a recording. */
    RecordingFile create(RecordingHeader header, String suffix) throws IOException {
        Path day = root.resolve(DAY.format(header.begun()));
        Files.createDirectories(day);
        return RecordingFile.create(day.resolve(header.id() + suffix));
    }

    /** What a file will be called in the end, as seen from the directory. */
    String nameOf(RecordingHeader header, String suffix) {
        return DAY.format(header.begun()) + "/" + header.id() + keptAs(suffix);
    }

    String nameOf(RecordingFile.Kept kept) {
        String name = root.relativize(kept.file()).toString();
        return name.endsWith(Asciicast.SUFFIX) ? name + COMPRESSED : name;
    }

    private static String keptAs(String suffix) {
        return suffix.equals(Asciicast.SUFFIX) ? suffix + COMPRESSED : suffix;
    }

    /** Files are on disk, to be compressed in the background. */
    void finished(List<RecordingFile.Kept> kept) {
        for (RecordingFile.Kept file : kept) {
            retention.add(file.size());
            compressLater(file.file());
        }
    }

    /** Compresses a finished recording in the background, if it is one that is kept so. */
    void compressLater(Path finished) {
        if (!finished.toString().endsWith(Asciicast.SUFFIX)) {
            return;
        }
        try {
            housekeeping.execute(() -> compress(finished));
        } catch (java.util.concurrent.RejectedExecutionException stopped) {
            log.debug("{} is compressed by the next start", finished);
        }
    }

    private void compress(Path finished) {
        Path target = finished.resolveSibling(finished.getFileName() + COMPRESSED);
        Path beside = finished.resolveSibling(target.getFileName() + BESIDE);
        try {
            long before = Files.size(finished);
            write(finished, beside);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(finished);
            retention.add(Files.size(target) - before);
            outbox.add(EvidenceKind.RECORDING, target);
        } catch (IOException e) {
            failed(finished.toString(), e);
        }
        if (retention.isOver()) {
            sweep();
        }
    }

    private static void write(Path from, Path to) throws IOException {
        Files.deleteIfExists(to);
        try (FileChannel channel = FileChannel.open(
                        to,
                        java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                InputStream in = Files.newInputStream(from)) {
            GZIPOutputStream out = new FastGzip(Channels.newOutputStream(channel));
            in.transferTo(out);
            // ends the stream, but leaves the file open to be forced
            out.finish();
            channel.force(true);
        }
    }

    /** What relays needs the processor more than the disk needs room: a third of the usual level's time for text. */
    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(OutputStream to) throws IOException {
            super(to, CHUNK);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private void sweep() {
        try {
            retention.sweep(Instant.now());
        } catch (IOException | RuntimeException e) {
            failed("sweep", e);
        }
    }

    /** Something could not be written; said once a minute. */
    void failed(String what, Exception e) {
        observer.failed();
        synchronized (this) {
            long now = System.nanoTime();
            if (lastSaid != null && now - lastSaid < SAY_AGAIN_NANOS) {
                return;
            }
            lastSaid = now;
        }
        log.error("Recordings in {} are incomplete: {}: {}", root, what, e.toString());
    }

    /**
     * The file of a recording: compressed, finished or being written.
     *
     * @throws IllegalArgumentException if that is no name of a recording
     */
    static Optional<Path> find(Path root, String id) throws IOException {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a recording is called like 0123456789ab-0, not '" + id + "'");
        }
        String finished = id + Asciicast.SUFFIX;
        List<String> names = List.of(finished + COMPRESSED, finished, finished + RecordingFile.PART);
        try (Stream<Path> days = Files.list(root)) {
            List<Path> known = days.sorted().toList();
            return names.stream()
                    .flatMap(name -> known.stream().map(day -> day.resolve(name)))
                    .filter(Files::isRegularFile)
                    .findFirst();
        }
    }

    /** Stops; what is not compressed by then is by the next start. */
    @Override
    public void close() {
        housekeeping.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        housekeeping.shutdown();
        try {
            if (!housekeeping.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
                log.warn("Recordings are still being compressed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
