package io.honeypool.proxy.recording;

import io.honeypool.proxy.shipping.EvidenceKind;
import io.honeypool.proxy.shipping.Marks;
import io.honeypool.proxy.shipping.Outbox;
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
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which recordings are kept: none older than a time, and of the others the youngest that fit into a quota, those that
 * are nowhere else before those that were sent. What is being written is never removed, nor what is no recording.
 */
final class Retention {

    /** What a file takes on disk at least. */
    private static final long BLOCK = 4096;

    private final Path root;
    private final Duration age;
    private final long quota;
    private final RecordingObserver observer;
    private final Outbox outbox;
    private final AtomicLong stored = new AtomicLong();

    /**
     * Nothing was counted yet.
     *
     * @param age zero for any
     * @param quota bytes; zero for any number
     */
    Retention(Path root, Duration age, long quota, RecordingObserver observer, Outbox outbox) {
        this.root = root;
        this.age = age;
        this.quota = quota;
        this.observer = observer;
        this.outbox = outbox;
    }

    /**
     * A file of a finished recording.
     *
     * @param sent whether the recording is elsewhere too
     */
    record Stored(Path file, Instant modified, long size, boolean sent) {}

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
            remove(expired.file);
            total -= expired.size;
        }
        stored.set(total);
        observer.stored(total);
        removeEmpty(days);
    }

    private void remove(Path file) throws IOException {
        boolean there = Files.deleteIfExists(file);
        boolean marked = Marks.remove(file);
        if (there) {
            observer.expired();
            if (!marked && isRecording(file.getFileName().toString())) {
                outbox.expired(EvidenceKind.RECORDING);
            }
        }
    }

    private static void collect(Path day, List<Stored> into) throws IOException {
        Map<String, Path> files;
        try (Stream<Path> listed = Files.list(day)) {
            files = listed.collect(Collectors.toMap(file -> file.getFileName().toString(), Function.identity()));
        }
        for (Map.Entry<String, Path> entry : files.entrySet()) {
            String name = entry.getKey();
            Path file = entry.getValue();
            if (!isRecording(name) && !name.endsWith(TtyLog.SUFFIX)) {
                continue;
            }
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                long size = Math.max(BLOCK, attributes.size());
                boolean sent = files.containsKey(Marks.sent(recordingOf(name)));
                into.add(new Stored(file, attributes.lastModifiedTime().toInstant(), size, sent));
            } catch (NoSuchFileException gone) {
                // somebody else was faster
            }
        }
    }

    private static boolean isRecording(String name) {
        return name.endsWith(Asciicast.SUFFIX + RecordingStore.COMPRESSED);
    }

    /** What the recording is called that a tty log belongs to. */
    private static String recordingOf(String name) {
        return isRecording(name)
                ? name
                : name.substring(0, name.length() - TtyLog.SUFFIX.length())
                        + Asciicast.SUFFIX
                        + RecordingStore.COMPRESSED;
    }

    /** Those that must go: what is too old, and of the rest what was sent, then the others, oldest first. */
    static List<Stored> expired(List<Stored> all, Instant now, Duration age, long quota) {
        Instant oldest = age.isZero() ? Instant.MIN : now.minus(age);
        List<Stored> inTurn = all.stream()
                .sorted(Comparator.comparing((Stored file) -> !file.modified.isBefore(oldest))
                        .thenComparing(file -> !file.sent)
                        .thenComparing(Stored::modified))
                .toList();
        long total = all.stream().mapToLong(Stored::size).sum();
        List<Stored> expired = new ArrayList<>();
        for (Stored file : inTurn) {
            boolean old = file.modified.isBefore(oldest);
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
