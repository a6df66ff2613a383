package io.honeypool.proxy.lease;

import io.honeypool.proxy.events.EventTransport;
import java.net.URI;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** The way of events to a pool, for tests of all ways together. */
public final class PoolTransport {

    private PoolTransport() {}

    /** To a pool at an address. */
    public static EventTransport to(URI pool) {
        return new PoolEvents(
                RestClient.builder()
                        .requestFactory(new JdkClientHttpRequestFactory())
                        .baseUrl(pool.toString())
                        .build(),
                "test");
    }
}
