package io.honeypool.proxy.events;

import java.util.UUID;

/**
 * The sensor that events come from.
 *
 * @param name chosen by the operator
 * @param uuid made once and kept, so that a renamed sensor is still known
 */
public record SensorIdentity(String name, UUID uuid) {}
