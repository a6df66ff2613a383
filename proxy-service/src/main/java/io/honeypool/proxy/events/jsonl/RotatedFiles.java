package io.honeypool.proxy.events.jsonl;

import io.honeypool.proxy.events.EventSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The event files before the present one: named by the day that they are about, and a number if there are several. */
final class RotatedFiles {

    private static final Pattern SUFFIX = Pattern.compile("\\.\\d{4}-\\d{2}-\\d{2}(\\.\\d+)?");

    private final Path file;
    private final EventSettings.Rotation rotation;

    RotatedFiles(Path file, EventSettings.Rotation rotation) {
        this.file = file;
        this.rotation = rotation;
    }

    /**
     * Whether a line begins another file.
     *
     * @param day that the present one is about
     * @param size of it
     */
    boolean isDue(LocalDate day, long size, int line, Instant now) {
        if (size == 0) {
            return false;
        }
        boolean full =
                rotation.size().toBytes() > 0 && size + line > rotation.size().toBytes();
        return full || (rotation.daily() && !day.equals(dayOf(now)));
    }

    static LocalDate dayOf(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** Moves the present file away, and removes what is one too many. */
    void rotate(LocalDate day) throws IOException {
        Path target = beside("." + day);
        for (int number = 1; Files.exists(target); number++) {
            target = beside("." + day + "." + number);
        }
        Files.move(file, target);
        if (rotation.keep() > 0) {
            List<Path> all = all();
            for (Path old : all.subList(0, Math.max(0, all.size() - rotation.keep()))) {
                Files.deleteIfExists(old);
            }
        }
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** Oldest first. */
    private List<Path> all() throws IOException {
        String name = file.getFileName().toString();
        try (Stream<Path> listed =
                Files.list(Objects.requireNonNull(file.toAbsolutePath().getParent()))) {
            return listed.filter(path -> path.getFileName().toString().startsWith(name)
                            && SUFFIX.matcher(path.getFileName().toString().substring(name.length()))
                                    .matches())
                    .sorted(Comparator.comparing(RotatedFiles::dayIn).thenComparingLong(RotatedFiles::numberIn))
                    .toList();
        }
    }

    private static String dayIn(Path path) {
        String[] parts = path.getFileName().toString().split("\\.", -1);
        return parts[parts.length - 1].length() == 10 ? parts[parts.length - 1] : parts[parts.length - 2];
    }

    private static long numberIn(Path path) {
        String[] parts = path.getFileName().toString().split("\\.", -1);
        String last = parts[parts.length - 1];
        return last.contains("-") ? 0 : Long.parseLong(last);
    }
}
