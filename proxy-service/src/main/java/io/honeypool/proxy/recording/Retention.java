package io.honeypool.proxy.recording;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Which recordings are kept: none older than a time, and of the others the youngest that fit into a quota. What is
 * being written is never removed, nor what is no recording.
 */
final class Retention {

    /** What a file takes on disk at least. */
    private static final long BLOCK = 4096;

    private final Path root;
    private final Duration age;
    private final long quota;
    private final RecordingObserver observer;
    private final AtomicLong stored = new AtomicLong();

    /**
     * Nothing was counted yet.
     *
     * @param age zero for any
     * @param quota bytes; zero for any number
     */
    Retention(Path root, Duration age, long quota, RecordingObserver observer) {
        this.root = root;
        this.age = age;
        this.quota = quota;
        this.observer = observer;
    }

    /** A finished recording. */
    record Stored(Path file, Instant modified, long size) {}

    /** There is so much more than was counted. */
    void add(long bytes) {
        observer.stored(stored.addAndGet(bytes));
    }

    /** Whether more is kept than may be. */
    boolean isOver() {
        return quota > 0 && stored.get() > quota;
    }

    /** Counts what there is, and removes what must go. */
    void sweep(Instant now) throws IOException {
        List<Stored> all = new ArrayList<>();
        List<Path> days;
        try (Stream<Path> listed = Files.list(root)) {
            days = listed.filter(Files::isDirectory).toList();
        }
        for (Path day : days) {
            collect(day, all);
        }
        long total = all.stream().mapToLong(Stored::size).sum();
        for (Stored expired : expired(all, now, age, quota)) {
            if (Files.deleteIfExists(expired.file)) {
                observer.expired();
            }
            total -= expired.size;
        }
        stored.set(total);
        observer.stored(total);
        removeEmpty(days);
    }

    private static void collect(Path day, List<Stored> into) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(day)) {
            files = listed.filter(Retention::isFinished).toList();
        }
        for (Path file : files) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                long size = Math.max(BLOCK, attributes.size());
                into.add(new Stored(file, attributes.lastModifiedTime().toInstant(), size));
            } catch (NoSuchFileException gone) {
                // somebody else was faster
            }
        }
    }

    private static boolean isFinished(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(Asciicast.SUFFIX + RecordingStore.COMPRESSED) || name.endsWith(TtyLog.SUFFIX);
    }

    /** Those that must go, oldest first. */
    static List<Stored> expired(List<Stored> all, Instant now, Duration age, long quota) {
        List<Stored> oldestFirst =
                all.stream().sorted(Comparator.comparing(Stored::modified)).toList();
        long total = all.stream().mapToLong(Stored::size).sum();
        List<Stored> expired = new ArrayList<>();
        for (Stored file : oldestFirst) {
            boolean old = !age.isZero() && file.modified.isBefore(now.minus(age));
            boolean over = quota > 0 && total > quota;
            if (!old && !over) {
                break;
            }
            expired.add(file);
            total -= file.size;
        }
        return expired;
    }

    /** The youngest day may just have been made for a recording that begins. */
    private static void removeEmpty(List<Path> days) throws IOException {
        List<Path> sorted = days.stream().sorted().toList();
        for (Path day : sorted.subList(0, Math.max(0, sorted.size() - 1))) {
            try {
                Files.deleteIfExists(day);
            } catch (DirectoryNotEmptyException kept) {
                // as it should be
            }
        }
    }
}
