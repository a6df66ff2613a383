package io.honeypool.proxy.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The directory that a sensor keeps its state in: rules, host keys, events, and who it is. */
public final class StateDirectory {

    private static final String IDENTITY = "uuid";

    private final Path root;

    private StateDirectory(Path root) {
        this.root = root;
    }

    /**
     * Makes the directory if it is missing and checks that it can be written to.
     *
     * @throws StateException if it cannot
     */
    public static StateDirectory open(Path root) {
        try {
            Files.createDirectories(root);
            if (!Files.isWritable(root)) {
                throw new AccessDeniedException(root.toString());
            }
        } catch (IOException e) {
            throw new StateException(root, e);
        }
        return new StateDirectory(root);
    }

    /** A path below the directory. */
    public Path resolve(String name) {
        return root.resolve(name);
    }

    /**
     * The sensor's UUID, made at the first call ever and kept.
     *
     * @throws StateException if it can be neither read nor written
     */
    public UUID identity() {
        Path file = resolve(IDENTITY);
        try {
            if (Files.notExists(file)) {
                WholeFile.write(file, (UUID.randomUUID() + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            return UUID.fromString(
                    Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new StateException(file, e);
        } catch (IllegalArgumentException e) {
            throw new StateException(file, new IOException("holds no UUID; delete it to get a new one", e));
        }
    }
}
