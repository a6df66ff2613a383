package io.honeypool.proxy.events;

import io.honeypool.common.lease.LoginProtocol;

/**
 * What every event of a session carries: who connected where, over what, to which sensor.
 *
 * @param session 12 hexadecimal digits, unique
 * @param protocol what the attacker speaks
 * @param sourceAddress the attacker's address in canonical form
 * @param sourcePort the attacker's port
 * @param destinationAddress the sensor's address as the attacker saw it
 * @param destinationPort the sensor's port
 * @param sensor who observed it
 */
public record EventIdentity(
        String session,
        LoginProtocol protocol,
        String sourceAddress,
        int sourcePort,
        String destinationAddress,
        int destinationPort,
        SensorIdentity sensor) {}
