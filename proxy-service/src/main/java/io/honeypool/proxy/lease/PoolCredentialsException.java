package io.honeypool.proxy.lease;

import java.io.IOException;
import java.nio.file.Path;

/** What was stored when the sensor joined a pool cannot be used. */
public final class PoolCredentialsException extends RuntimeException {

    private final Path file;

    PoolCredentialsException(Path file, IOException cause) {
        super(file + ": " + cause.getMessage(), cause);
        this.file = file;
    }

    /** The file. */
    public Path file() {
        return file;
    }
}
