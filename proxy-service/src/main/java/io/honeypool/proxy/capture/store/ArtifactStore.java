package io.honeypool.proxy.capture.store;

import io.honeypool.proxy.shipping.EvidenceKind;
import io.honeypool.proxy.shipping.Marks;
import io.honeypool.proxy.shipping.Outbox;
import io.honeypool.proxy.state.StateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content of files, each under its SHA-256 and once: {@code ab/abcd...}. Those on their way are in a directory
 * beside, and are renamed when they are whole. Nothing that an attacker says becomes part of a name. Thread-safe;
 * blocks for as long as the disk takes.
 */
public final class ArtifactStore {

    private static final Logger log = LoggerFactory.getLogger(ArtifactStore.class);

    static final String INCOMING = "incoming";

    private static final int MOST_OPEN = 1024;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final Path incoming;
    private final long fileLimit;
    private final Outbox outbox;
    private final Room room;
    private final ContentTypes types = new ContentTypes();
    private final AtomicInteger open = new AtomicInteger();

    private ArtifactStore(Path directory, long fileLimit, long quota, Outbox outbox) {
        this.directory = directory;
        this.incoming = directory.resolve(INCOMING);
        this.fileLimit = fileLimit;
        this.outbox = outbox;
        this.room = new Room(quota, this::measure, System::nanoTime);
    }

    /**
     * Opens the store, makes it if it is missing, and removes what was on its way when the sensor ended.
     *
     * @param fileLimit bytes that are kept of one file
     * @param quota bytes that all may have
     * @param outbox told of what is stored
     * @throws StateException if it cannot be used
     */
    public static ArtifactStore open(Path directory, long fileLimit, long quota, Outbox outbox) {
        try {
            Files.createDirectories(
                    Objects.requireNonNull(directory.toAbsolutePath().getParent()));
            for (Path part : new Path[] {directory, directory.resolve(INCOMING)}) {
                if (Files.notExists(part)) {
                    Files.createDirectory(part, OWNERS_DIRECTORY);
                }
                if (!Files.isWritable(part)) {
                    throw new AccessDeniedException(part.toString());
                }
            }
            removeLeftOver(directory.resolve(INCOMING));
            return new ArtifactStore(directory, fileLimit, quota, outbox);
        } catch (IOException | UncheckedIOException e) {
            throw new StateException(directory, e instanceof IOException io ? io : new IOException(e));
        }
    }

    private static void removeLeftOver(Path incoming) throws IOException {
        try (Stream<Path> left = Files.list(incoming)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Begins a file; nothing is on the disk before it has content. */
    public Incoming begin() {
        return new Incoming(this, fileLimit);
    }

    /** Bytes that artifacts and files on their way have together. */
    public long used() {
        return room.used();
    }

    Room room() {
        return room;
    }

    ContentTypes types() {
        return types;
    }

    /** Makes a file on its way. */
    Path create() throws IOException {
        if (open.incrementAndGet() > MOST_OPEN) {
            open.decrementAndGet();
            throw new TooManyFilesException();
        }
        try {
            return Files.createTempFile(incoming, "", ".part", OWNER_ONLY);
        } catch (IOException e) {
            open.decrementAndGet();
            throw e;
        }
    }

    /** A file on its way is none any more. */
    void remove(Path file) {
        open.decrementAndGet();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.debug("{} is left for the next start to remove: {}", file, e.toString());
        }
    }

    /**
     * Gives a whole file its place.
     *
     * @return whether its content was there already
     */
    synchronized boolean keep(Path file, String shasum, long size) throws IOException {
        Path place = directory.resolve(outfile(shasum));
        // a power cut may have left a shorter one
        boolean duplicate = Files.isRegularFile(place) && Files.size(place) == size;
        if (duplicate) {
            room.giveBack(size);
            remove(file);
        } else {
            Path group = Objects.requireNonNull(place.getParent());
            if (Files.notExists(group)) {
                Files.createDirectory(group, OWNERS_DIRECTORY);
            }
            // those of a shorter one say nothing about this one
            Marks.remove(place);
            Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
            open.decrementAndGet();
            room.keep(size);
            outbox.add(EvidenceKind.ARTIFACT, place);
        }
        return duplicate;
    }

    /** Where content is, relative to the store. */
    static String outfile(String shasum) {
        return shasum.substring(0, 2) + "/" + shasum;
    }

    private long measure() {
        try (Stream<Path> groups = Files.list(directory)) {
            long bytes = 0;
            for (Path group : groups.filter(
                            path -> path.getFileName().toString().length() == 2)
                    .toList()) {
                bytes += sizeOf(group);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sizeOf(Path group) throws IOException {
        try (Stream<Path> files = Files.list(group)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /** More files are on their way than may be. */
    static final class TooManyFilesException extends IOException {}
}
