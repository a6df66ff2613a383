package io.honeypool.pool.lease;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.common.lease.SourceAddress;

/**
 * A checked request for the guest of one attacker connection.
 *
 * @param sensorId the sensor's name
 * @param connectionId unique for the connection
 * @param source the attacker's address
 * @param protocol what the attacker speaks
 * @param profile the guest profile
 */
public record LeaseApplication(
        String sensorId, String connectionId, SourceAddress source, LoginProtocol protocol, String profile) {}
