package io.honeypool.proxy.ssh;

import io.honeypool.proxy.session.RawSettings;
import io.honeypool.proxy.ssh.connection.ForwardingSettings;
import io.honeypool.proxy.ssh.connection.RelaySettings;
import io.honeypool.proxy.ssh.landing.LandingPolicy;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The SSH listener.
 *
 * @param address address to listen on; all of them, IPv4 and IPv6, when not set
 * @param port TCP port; 0 takes a free one
 * @param persona file that tells what the sensor shows of itself; the default guest image's own when not set
 * @param identification what follows {@code SSH-2.0-} in the identification string (RFC 4253, section 4.2); the
 *     persona's when not set
 * @param loginTimeout time a connection has to log in
 * @param idleTimeout time a connection may be silent in both directions
 * @param maximumChannels channels of one connection at the same time; one more is refused
 * @param landing which account of its guest an attacker becomes
 * @param forwarding what becomes of connections that attackers forward
 * @param raw whose messages are recorded raw
 */
public record SshSettings(
        @Nullable String address,
        @DefaultValue("2222") @Min(0) @Max(65535) int port,

        @Nullable Path persona,

        @Nullable @Pattern(regexp = "[!-~][ -~]{0,200}", message = "must be printable US-ASCII") String identification,

        @DefaultValue("120s") @NotNull Duration loginTimeout,
        @DefaultValue("1h") @NotNull Duration idleTimeout,
        @DefaultValue("1000") @Min(10) @Max(16384) int maximumChannels,

        @DefaultValue("guest-account") @NotNull LandingPolicy landing,

        @Valid @DefaultValue @NestedConfigurationProperty ForwardingSettings forwarding,

        @Valid @DefaultValue @NestedConfigurationProperty RawSettings raw) {

    /** Whether attackers become who they typed, for which guests' accounts must be made. */
    public boolean landsAsTyped() {
        return landing == LandingPolicy.AS_TYPED;
    }

    /** How channels are relayed. */
    RelaySettings relay() {
        return new RelaySettings(maximumChannels, forwarding);
    }
}
