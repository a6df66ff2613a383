package io.honeypool.common.lease;

/**
 * Where a guest takes logins.
 *
 * @param protocol what it speaks there
 * @param route how a sensor gets there
 * @param host address literal as seen from the sensor
 * @param port TCP port
 */
public record GuestEndpoint(LoginProtocol protocol, Route route, String host, int port) {

    /** How a sensor reaches a guest. */
    public enum Route {
        /** The guest's own address, over the network the sensor is on. */
        DIRECT,
        /** Through the pool's tunnel. */
        GATEWAY
    }
}
