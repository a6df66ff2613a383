package io.honeypool.proxy.lease;

import io.honeypool.proxy.events.EventTransport;
import io.honeypool.proxy.shipping.EvidenceTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
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

    /** The way of evidence there. */
    public static EvidenceTransport evidence(URI pool, String token, Duration patience) {
        return new PoolEvidence(
                new PoolWay(HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)), pool, token), patience);
    }
}
