package io.honeypool.pool.settings;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The tunnel through which sensors on other hosts reach guests, where {@link RemoteSettings} lets them come.
 *
 * @param enabled whether there is one; without it they need a route to the guests' network
 * @param port where it listens for TLS
 * @param tunnels tunnels at the same time
 * @param doorway connections at the same time that have not shown a token yet
 * @param doorwayTime time that a connection has from its first moment until its tunnel stands
 * @param connectTime time that a guest has to take the connection
 * @param idleTime time after which a tunnel without a byte in either direction ends
 * @param maximumTime how long a tunnel lasts at most
 */
public record GatewaySettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("8423") @Min(0) @Max(65_535) int port,
        @DefaultValue("4000") @Min(1) @Max(100_000) int tunnels,
        @DefaultValue("2000") @Min(1) @Max(100_000) int doorway,
        @DefaultValue("15s") @DurationMin(seconds = 1) Duration doorwayTime,
        @DefaultValue("5s") @DurationMin(millis = 100) Duration connectTime,
        @DefaultValue("2h") @DurationMin(seconds = 1) Duration idleTime,
        @DefaultValue("48h") @DurationMin(seconds = 1) Duration maximumTime) {}
