package io.honeypool.proxy.capture.file;

import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.nio.ByteBuffer;

/** The content of a file that goes by. Closed exactly once by the parser that found it. Not thread-safe. */
public interface FoundFile {

    /**
     * Bytes of it, anywhere and any number of times; what comes later counts.
     *
     * @param offset from the file's beginning; anything
     * @param bytes is consumed
     */
    void write(long offset, ByteBuffer bytes);

    /** Bytes of it behind the last ones. */
    void append(ByteBuffer bytes);

    /**
     * Cuts or extends it.
     *
     * @param size in bytes; anything
     */
    void resize(long size);

    /** It is called otherwise from now on. */
    void rename(String path);

    /** Something of it is missing, and will be. */
    void misses(Missing reason);

    /** There is nothing more of it. */
    void close();

    /** It was none after all: nothing is kept of it. */
    void discard();
}
