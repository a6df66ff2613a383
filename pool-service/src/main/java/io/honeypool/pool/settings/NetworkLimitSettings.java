package io.honeypool.pool.settings;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many guests the sources of one network can have, so that one botnet does not take them all.
 *
 * @param limit current leases of a network and guest profile; 0 for as many as there are guests
 * @param ipv4PrefixLength bits of an IPv4 address that tell networks apart
 * @param ipv6PrefixLength bits of an IPv6 address that tell networks apart; never more than tell sources apart
 */
public record NetworkLimitSettings(
        @DefaultValue("4") @Min(0) int limit,
        @DefaultValue("24") @Min(1) @Max(32) int ipv4PrefixLength,
        @DefaultValue("64") @Min(1) @Max(128) int ipv6PrefixLength) {}
