package io.honeypool.common.lease;

/**
 * What lets one connection of a lease through the pool's gateway to its guest, for as long as both last.
 *
 * @param token goes into the {@code Proxy-Authorization} of the {@code CONNECT}, as a Bearer token
 */
public record GatewayPass(String token) {

    /** Leaves the token out, so that no log line can hold it. */
    @Override
    public String toString() {
        return "GatewayPass[]";
    }
}
