package io.honeypool.pool.guest;

import io.honeypool.pool.settings.GuestSettings;

/**
 * A kind of guest.
 *
 * @param name its name
 * @param settings what its guests are like, and how many there are
 */
public record GuestProfile(String name, GuestSettings settings) {}
