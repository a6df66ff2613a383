package io.honeypool.pool.kept;

/**
 * What there is of kept overlays.
 *
 * @param overlays how many
 * @param bytes what they take
 */
public record KeptTotal(long overlays, long bytes) {}
