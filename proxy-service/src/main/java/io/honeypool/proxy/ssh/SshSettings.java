package io.honeypool.proxy.ssh;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The SSH listener.
 *
 * @param address address to listen on; all of them, IPv4 and IPv6, when not set
 * @param port TCP port; 0 takes a free one
 * @param identification what follows {@code SSH-2.0-} in the identification string (RFC 4253, section 4.2)
 * @param loginTimeout time a connection has to log in
 * @param idleTimeout time a connection may be silent in both directions
 */
public record SshSettings(
        @Nullable String address,
        @DefaultValue("2222") @Min(0) @Max(65535) int port,

        @DefaultValue("OpenSSH_9.2p1 Debian-2+deb12u7")
        @NotNull @Pattern(regexp = "[!-~][ -~]{0,200}", message = "must be printable US-ASCII") String identification,

        @DefaultValue("120s") @NotNull Duration loginTimeout,
        @DefaultValue("1h") @NotNull Duration idleTimeout) {}
