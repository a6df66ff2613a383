package io.honeypool.pool.lease;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.common.lease.SourceAddress;
import io.honeypool.pool.token.TokenHash;
import java.util.Optional;

/**
 * A checked request for the guest of one attacker connection.
 *
 * @param sensorId the sensor's name
 * @param connectionId unique for the connection
 * @param source the attacker's address
 * @param protocol what the attacker speaks
 * @param profile the guest profile
 * @param pass hash of the token that lets the connection through the gateway; empty if it may not
 */
public record LeaseApplication(
        String sensorId,
        String connectionId,
        SourceAddress source,
        LoginProtocol protocol,
        String profile,
        Optional<TokenHash> pass) {}
