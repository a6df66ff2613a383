package io.honeypool.pool.gateway;

import io.honeypool.common.lease.GatewayPass;
import io.honeypool.pool.token.Tokens;
import org.springframework.stereotype.Component;

/**
 * Makes the tokens that let connections through the gateway. They follow from a key that only this process ever has, so
 * that a sensor that asks again for a connection is answered as the first time though nothing but a hash is kept.
 */
@Component
public class GatewayPasses {

    private final byte[] key = Tokens.freshKey();

    GatewayPasses() {}

    /** The pass of one connection of a sensor. */
    public GatewayPass of(String sensorId, String connectionId) {
        return new GatewayPass(Tokens.derived(key, sensorId + " " + connectionId));
    }
}
