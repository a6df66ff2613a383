package io.honeypool.proxy.shipping;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * What has become of a file, as an empty file beside it. One that has none is yet to be sent, so the store itself is
 * the queue, and whatever is killed at whatever time sends a file once more at worst.
 */
public final class Marks {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private Marks() {}

    /** What a mark says. */
    enum Mark {
        /** It is where it was to be sent. */
        SENT(".sent"),
        /** It will never be taken there. */
        REFUSED(".refused");

        private final String suffix;

        Mark(String suffix) {
            this.suffix = suffix;
        }
    }

    /** The name of what marks a file of a name as sent. */
    public static String sent(String name) {
        return name + Mark.SENT.suffix;
    }

    /** Whether a file needs no sending, whatever the reason. */
    static boolean isDone(Path file) {
        return Files.exists(of(file, Mark.SENT)) || Files.exists(of(file, Mark.REFUSED));
    }

    /** Marks a file; an empty file is there or not, so there is nothing to be written beside. */
    static void put(Path file, Mark mark) throws IOException {
        try {
            Files.createFile(of(file, mark), OWNER_ONLY);
        } catch (FileAlreadyExistsException there) {
            // as it should be
        }
    }

    /**
     * Removes the marks of a file that is gone, or is another one now.
     *
     * @return whether there was any
     */
    public static boolean remove(Path file) throws IOException {
        boolean sent = Files.deleteIfExists(of(file, Mark.SENT));
        return Files.deleteIfExists(of(file, Mark.REFUSED)) || sent;
    }

    /** The name of the file that something of a name marks. */
    static Optional<String> marked(String name) {
        for (Mark mark : Mark.values()) {
            if (name.endsWith(mark.suffix)) {
                return Optional.of(name.substring(0, name.length() - mark.suffix.length()));
            }
        }
        return Optional.empty();
    }

    private static Path of(Path file, Mark mark) {
        return file.resolveSibling(file.getFileName() + mark.suffix);
    }
}
