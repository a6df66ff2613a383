package io.honeypool.pool.settings;

import org.jspecify.annotations.Nullable;

/**
 * Which profile a connection gets whose sensor names none.
 *
 * @param ssh for SSH; the default profile when unset
 * @param telnet for Telnet; the default profile when unset
 */
public record ProtocolProfiles(
        @Nullable String ssh, @Nullable String telnet) {}
