package io.honeypool.pool.settings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long guests stay with a source address, and how many sources of a network get one.
 *
 * @param retention how long a lease is kept after its last connection
 * @param maximumTime how long a lease lasts at most, whatever its connections do; 0 for ever
 * @param connectionDeadline how long a connection counts without being renewed
 * @param waitTime how long a source waits for a guest for which a lease was evicted
 * @param ipv6PrefixLength bits of an IPv6 source address that tell sources apart
 * @param perNetwork how many guests the sources of one network can have
 * @param history how long ended leases and destroyed guests stay in the tables
 */
public record LeaseSettings(
        @DefaultValue("30m") @DurationMin(seconds = 1) Duration retention,
        @DefaultValue("7d") @DurationMin Duration maximumTime,
        @DefaultValue("60s") @DurationMin(seconds = 1) Duration connectionDeadline,
        @DefaultValue("5s") @DurationMin Duration waitTime,
        @DefaultValue("64") @Min(1) @Max(128) int ipv6PrefixLength,
        @Valid @NestedConfigurationProperty @DefaultValue NetworkLimitSettings perNetwork,
        @DefaultValue("30d") @DurationMin(minutes = 1) Duration history) {}
