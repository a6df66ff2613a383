package io.honeypool.pool.settings;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long guests stay with a source address.
 *
 * @param retention how long a lease is kept after its last connection
 * @param connectionDeadline how long a connection counts without being renewed
 * @param ipv6PrefixLength bits of an IPv6 source address that tell sources apart
 * @param history how long ended leases and destroyed guests stay in the tables
 */
public record LeaseSettings(
        @DefaultValue("30m") @DurationMin(seconds = 1) Duration retention,
        @DefaultValue("60s") @DurationMin(seconds = 1) Duration connectionDeadline,
        @DefaultValue("64") @Min(1) @Max(128) int ipv6PrefixLength,
        @DefaultValue("30d") @DurationMin(minutes = 1) Duration history) {}
