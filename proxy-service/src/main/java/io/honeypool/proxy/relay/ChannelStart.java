package io.honeypool.proxy.relay;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a channel when it begins to do something. Everything but the numbers and the times is the attacker's
 * word, as it came.
 *
 * @param number counts the channels of a session that were started, from 0
 * @param kind what it does
 * @param command what is executed, or the name of a subsystem; empty for shells
 * @param terminal the attacker's terminal; null if it asked for none
 * @param environment variables that were sent before, safe to print and few
 * @param begun the wall clock's time
 * @param nanos the monotonic clock's time
 */
@SuppressWarnings("ArrayRecordComponent")
public record ChannelStart(
        int number,
        Kind kind,
        byte[] command,
        @Nullable Terminal terminal,
        Map<String, String> environment,
        Instant begun,
        long nanos) {

    /** What a channel does. */
    public enum Kind {
        /** SSH: a shell, with or without a terminal. */
        SHELL,
        /** SSH: one command. */
        EXEC,
        /** SSH: a subsystem, such as {@code sftp}. */
        SUBSYSTEM,
        /** A Telnet connection, from its first byte of data. */
        TELNET
    }

    /**
     * A terminal.
     *
     * @param type such as {@code xterm}, safe to print
     * @param columns zero if it does not say
     * @param rows zero if it does not say
     */
    public record Terminal(String type, int columns, int rows) {}
}
