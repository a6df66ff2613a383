package io.honeypool.proxy.relay;

import java.nio.ByteBuffer;

/**
 * Sees what passes through one channel, in order: first nothing or more of the others, {@link #closed} last. Called on
 * the thread that relays, one call at a time; must never block. Buffers are the tap's own to move through, but their
 * bytes belong to the relay and change after the call. Times are those of the monotonic clock, in nanoseconds.
 */
public interface ChannelTap {

    /** The attacker sends data: what it types, or the standard input of its command. */
    default void input(ByteBuffer bytes, long nanos) {}

    /** The attacker sends no more data. */
    default void inputEnded(long nanos) {}

    /** The guest sends data: what a terminal shows, or the standard output of a command. */
    default void output(ByteBuffer bytes, long nanos) {}

    /** The guest sends the standard error of a command; with a terminal, it is part of the output. */
    default void errorOutput(ByteBuffer bytes, long nanos) {}

    /** The guest sends no more data. */
    default void outputEnded(long nanos) {}

    /** The attacker's terminal has another size; zero where it does not say. */
    default void resized(int columns, int rows, long nanos) {}

    /** The command or shell has ended with a status. */
    default void exited(int status, long nanos) {}

    /** The guest does not do what the channel was to do; it is closed next. */
    default void refused(long nanos) {}

    /** Nothing passes any more. */
    void closed(long nanos);
}
