package io.honeypool.proxy.lease;

import java.io.IOException;
import java.nio.file.Path;

/** The file with the sensor's token for the pool cannot be used. */
public final class PoolTokenException extends RuntimeException {

    private final Path file;

    PoolTokenException(Path file, IOException cause) {
        super(file + ": " + cause, cause);
        this.file = file;
    }

    /** The file. */
    public Path file() {
        return file;
    }
}
