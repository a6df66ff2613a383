package io.honeypool.proxy.capture.sftp;

/** A request that waits for its answer. */
sealed interface Request {

    /** How long its paths are. */
    default int bytes() {
        return 0;
    }

    /** Opens a file. */
    record Open(String path, OpenMode mode) implements Request {
        @Override
        public int bytes() {
            return path.length();
        }
    }

    /** Closes what is open, and is the last to use it. */
    record Close(Handle handle) implements Request {}

    /** Reads from an offset on. */
    record Read(Handle handle, long offset) implements Request {}

    /** Writes, which only matters if it fails. */
    record Write(Handle handle) implements Request {}

    /** Does something to what paths name. */
    record Named(String operation, String path, String target) implements Request {
        @Override
        public int bytes() {
            return path.length() + target.length();
        }
    }
}
