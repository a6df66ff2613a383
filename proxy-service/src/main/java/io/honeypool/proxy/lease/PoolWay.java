package io.honeypool.proxy.lease;

import java.net.URI;
import java.net.http.HttpClient;

/**
 * How the pool is reached.
 *
 * @param http a client in the making, with whom it trusts
 * @param url base of the pool's REST API
 * @param token what the sensor shows there
 */
record PoolWay(HttpClient.Builder http, URI url, String token) {

    /** The header that lets the sensor in. */
    String authorization() {
        return "Bearer " + token;
    }

    /** Leaves the token out, so that no log line can hold it. */
    @Override
    public String toString() {
        return "PoolWay[url=" + url + "]";
    }
}
