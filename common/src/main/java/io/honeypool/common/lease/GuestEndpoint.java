package io.honeypool.common.lease;

/**
 * Where a guest takes logins.
 *
 * @param protocol what it speaks there
 * @param route how a sensor gets there
 * @param host address literal as seen from the sensor; of the gateway, where the route is one, its name or address
 * @param port TCP port of the guest or the gateway
 */
public record GuestEndpoint(LoginProtocol protocol, Route route, String host, int port) {

    /** How a sensor reaches a guest. */
    public enum Route {
        /** The guest's own address, over the network the sensor is on. */
        DIRECT,
        /** Through a tunnel of the pool's gateway, to which {@link GatewayTarget} names the guest. */
        GATEWAY
    }
}
