package io.honeypool.pool.kept;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of kept overlays, each named after its row, and the disks that are made of them to be downloaded. */
final class KeptFiles {

    private static final Pattern NAME =
            Pattern.compile("([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\.qcow2");
    private static final String EXPORTS = "export-*.qcow2";

    private final Path directory;

    /** Takes the directory of all of them. */
    KeptFiles(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    Path path(UUID overlay) {
        return directory.resolve(overlay + ".qcow2");
    }

    /** Takes a file over; it is on the disk under its name afterwards. */
    void take(Path file, UUID overlay) throws IOException {
        Files.move(file, path(overlay), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    boolean has(UUID overlay) {
        return Files.exists(path(overlay));
    }

    void remove(UUID overlay) throws IOException {
        Files.deleteIfExists(path(overlay));
    }

    /** The overlays whose files are there. */
    Set<UUID> all() throws IOException {
        Set<UUID> found = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    found.add(UUID.fromString(name.group(1)));
                }
            }
        }
        return found;
    }

    /** Where a disk for a download goes. */
    Path newExport() {
        return directory.resolve("export-" + UUID.randomUUID() + ".qcow2");
    }

    /** Removes what downloads left that a crash cut off. */
    void removeExports() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, EXPORTS)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
