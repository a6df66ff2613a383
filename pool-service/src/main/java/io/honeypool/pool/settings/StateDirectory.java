package io.honeypool.pool.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The directory that keeps what outlives the process. */
@Component
public class StateDirectory {

    private final Path root;

    StateDirectory(HoneypoolSettings settings) {
        this.root = settings.pool().stateDirectory().toAbsolutePath().normalize();
    }

    /** A path below it. */
    public Path resolve(String path) {
        return root.resolve(path);
    }

    /**
     * Sees to it that a directory below it is there and can be written to.
     *
     * @param path relative path
     * @param permissions of the directory if it has to be made, such as {@code rwx------}
     * @throws StartupFailure if it cannot be
     */
    public Path directory(String path, String permissions) {
        Path directory = root.resolve(path);
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory.getParent());
                Files.createDirectory(directory);
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
            }
            Files.delete(Files.createTempFile(directory, ".writable", ""));
            return directory;
        } catch (IOException refused) {
            throw new StartupFailure(
                    "The state directory is not writable: " + directory + " (" + refused + ").",
                    "Make " + root + " and what is below it writable for the user that the pool runs as, or set"
                            + " honeypool.pool.state-directory to another directory.",
                    refused);
        }
    }

    /** Writes a file that only its owner can read: beside its place first, then renamed. */
    public void writePrivately(Path file, String content) throws IOException {
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
        FileAttribute<Set<PosixFilePermission>> attribute = PosixFilePermissions.asFileAttribute(owner);
        Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), ".new", "", attribute);
        try {
            Files.writeString(beside, content);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
