package io.honeypool.proxy.session;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of attacker connections.
 *
 * @param maximum connections at the same time over all protocols; one more is closed at once
 */
public record SessionSettings(@DefaultValue("1000") @Min(1) int maximum) {}
