package io.honeypool.pool.image;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The overlays that guests write to, one per guest, named after it. */
public final class Overlays {

    private static final String SUFFIX = ".qcow2";

    private final Path directory;
    private final QemuImg qemuImg;

    Overlays(Path directory, QemuImg qemuImg) {
        this.directory = directory;
        this.qemuImg = qemuImg;
    }

    /** Makes a fresh overlay in place of whatever is there. */
    public Path create(String guest, BaseImage image) throws IOException, InterruptedException {
        Path overlay = path(guest);
        Files.deleteIfExists(overlay);
        qemuImg.createOverlay(overlay, image.disk());
        Files.setPosixFilePermissions(overlay, PosixFilePermissions.fromString("rw-------"));
        return overlay;
    }

    /** Removes an overlay, if it is there. */
    public void remove(String guest) throws IOException {
        Files.deleteIfExists(path(guest));
    }

    /** The guests that have an overlay. */
    public List<String> guests() throws IOException {
        List<String> guests = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                guests.add(name.substring(0, name.length() - SUFFIX.length()));
            }
        }
        return guests;
    }

    private Path path(String guest) {
        return directory.resolve(guest + SUFFIX);
    }
}
