package io.honeypool.proxy.events.jsonl;

import io.honeypool.proxy.events.EventEnvelope;
import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Appends events to a file, one JSON object a line, each in one write. A line that a crash cut short is ended before
 * the next one. Another file is begun by size and by day, never within a line; a file that somebody else rotated away
 * is left for the new one of its name within a second, or at once when told to.
 */
final class JsonLinesSink implements EventSink {

    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger log = LoggerFactory.getLogger(JsonLinesSink.class);
    private static final long TRY_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Path file;
    private final JsonMapper mapper;
    private final RotatedFiles rotated;
    private final InstantSource clock;
    private volatile boolean reopen;
    private long size;
    private LocalDate day = LocalDate.EPOCH;
    private @Nullable Long notRotatedAt;
    private @Nullable FileChannel channel;
    private @Nullable Object openFileKey;
    private long lookedAt;

    JsonLinesSink(Path file, JsonMapper mapper, EventSettings.Rotation rotation, InstantSource clock) {
        this.file = file;
        this.mapper = mapper;
        this.rotated = new RotatedFiles(file, rotation);
        this.clock = clock;
    }

    /** Has the next event written to whatever file is called so by then. Thread-safe. */
    void reopen() {
        reopen = true;
    }

    /**
     * Makes the file and its directory ready, so that a wrong setting shows at start-up.
     *
     * @throws IOException if the file cannot be opened for appending
     */
    void open() throws IOException {
        channel();
    }

    @Override
    public String name() {
        return "jsonl";
    }

    @Override
    public void write(EventEnvelope event) throws IOException {
        byte[] json = mapper.writeValueAsBytes(event.asMap());
        ByteBuffer line =
                ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
        try {
            FileChannel out = channelFor(line.remaining());
            while (line.hasRemaining()) {
                size += out.write(line);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    /** The file that a line belongs into. One that cannot be moved away grows on. */
    private FileChannel channelFor(int line) throws IOException {
        FileChannel open = channel();
        Instant now = clock.instant();
        if (!rotated.isDue(day, size, line, now)
                || (notRotatedAt != null && System.nanoTime() - notRotatedAt < TRY_AGAIN_NANOS)) {
            return open;
        }
        close();
        try {
            rotated.rotate(day);
            notRotatedAt = null;
        } catch (IOException e) {
            notRotatedAt = System.nanoTime();
            log.error("{} is not rotated: {}", file, e.toString());
        }
        return channel();
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open != null && !reopen && !isRotated()) {
            return open;
        }
        reopen = false;
        close();
        Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        FileChannel opened = FileChannel.open(
                file,
                java.util.Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        channel = opened;
        openFileKey = fileKey();
        lookedAt = System.nanoTime();
        size = opened.size();
        day = RotatedFiles.dayOf(
                size == 0 ? clock.instant() : Files.getLastModifiedTime(file).toInstant());
        endCutLine(opened);
        return opened;
    }

    private boolean isRotated() throws IOException {
        long now = System.nanoTime();
        if (now - lookedAt < LOOK_AGAIN_NANOS) {
            return false;
        }
        lookedAt = now;
        return !Objects.equals(fileKey(), openFileKey);
    }

    private @Nullable Object fileKey() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private void endCutLine(FileChannel opened) throws IOException {
        if (size == 0) {
            return;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            in.read(last, size - 1);
        }
        if (last.get(0) != '\n') {
            size += opened.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }
}
