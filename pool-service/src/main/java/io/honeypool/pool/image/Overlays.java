package io.honeypool.pool.image;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.util.unit.DataSize;

/** The overlays that guests write to, one per guest, named after it. */
public final class Overlays {

    private static final String SUFFIX = ".qcow2";

    private final Path directory;
    private final QemuImg qemuImg;
    private final boolean allReadable;

    /**
     * Takes the directory of all of them.
     *
     * @param allReadable whether the pool reads all of them later, so that all are as if asked to be readable
     */
    Overlays(Path directory, QemuImg qemuImg, boolean allReadable) {
        this.directory = directory;
        this.qemuImg = qemuImg;
        this.allReadable = allReadable;
    }

    /** Makes a fresh overlay of its base's size; the rest is as below. */
    public void create(String guest, Path base, boolean readable) throws IOException, InterruptedException {
        create(guest, base, Optional.empty(), readable);
    }

    /**
     * Makes a fresh overlay in place of whatever is there.
     *
     * @param base what it lies on
     * @param size how large the guest's disk is, and so how large the overlay gets at most; the base's own when empty
     * @param readable whether accounts other than the pool's and QEMU's may read it: libvirt leaves a file that a guest
     *     had to root, and the pool has to be able to lay overlays on it
     */
    public void create(String guest, Path base, Optional<DataSize> size, boolean readable)
            throws IOException, InterruptedException {
        Path overlay = path(guest);
        Files.deleteIfExists(overlay);
        qemuImg.createOverlay(overlay, base, size);
        Files.setPosixFilePermissions(
                overlay, PosixFilePermissions.fromString(readable || allReadable ? "rw-r--r--" : "rw-------"));
    }

    /** Moves an overlay to another place on the same file system. */
    public void moveTo(String guest, Path target) throws IOException {
        Files.move(path(guest), target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes a disk of its own of an overlay, wherever it is, and all that it lies on; takes minutes at most. */
    public void flatten(OverlayChain overlay, Path target) throws IOException, InterruptedException {
        qemuImg.flatten(overlay.files().getFirst(), target);
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

    /** Where the overlay of a guest is, or would be. */
    public Path path(String guest) {
        return directory.resolve(guest + SUFFIX);
    }
}
