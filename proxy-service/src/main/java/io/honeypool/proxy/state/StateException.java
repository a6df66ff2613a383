package io.honeypool.proxy.state;

import java.io.IOException;
import java.nio.file.Path;

/** A directory or file that the sensor keeps its state in cannot be used. */
public final class StateException extends RuntimeException {

    private final Path path;

    public StateException(Path path, IOException cause) {
        super(path + ": " + cause, cause);
        this.path = path;
    }

    /** What cannot be used. */
    public Path path() {
        return path;
    }
}
