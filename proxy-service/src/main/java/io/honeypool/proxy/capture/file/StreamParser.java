package io.honeypool.proxy.capture.file;

import java.nio.ByteBuffer;

/**
 * Finds files in what passes through one channel. Takes any bytes in pieces of any size, holds little of them, and
 * never throws. Not thread-safe; whoever has it closes it, last.
 */
public interface StreamParser {

    /** The attacker sent bytes, which are consumed. */
    void input(ByteBuffer bytes);

    /** The guest sent bytes, which are consumed. */
    void output(ByteBuffer bytes);

    /** The attacker sends nothing more. */
    default void inputEnded() {}

    /** Nothing passes any more: what is open is closed. */
    void close();
}
