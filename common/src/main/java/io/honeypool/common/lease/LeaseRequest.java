package io.honeypool.common.lease;

import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/v1/leases}: a sensor asks for the guest of one attacker connection.
 *
 * @param sensorId the sensor's name
 * @param connectionId unique for the connection; a repeated request with the same id is answered with the same lease
 *     and counted once
 * @param sourceAddress the attacker's address as an IPv4 or IPv6 literal
 * @param protocol what the attacker speaks
 * @param profile the guest profile, or null for the pool's default
 */
public record LeaseRequest(
        String sensorId,
        String connectionId,
        String sourceAddress,
        LoginProtocol protocol,
        @Nullable String profile) {}
