package io.honeypool.proxy.lease;

import io.honeypool.proxy.events.SensorIdentity;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Puts the pool's client together. */
@Configuration(proxyBeanMethods = false)
class LeaseConfiguration {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final int SHORTEST_TOKEN = 16;

    @Bean
    SessionLeases sessionLeases(PoolSettings settings, SensorIdentity sensor, RestClient.Builder builder, Clock clock) {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(settings.timeout());
        RestClient rest = builder.baseUrl(settings.url().toString())
                .requestFactory(requests)
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token(settings))
                .build();
        return new SessionLeases(
                new RestLeasePool(rest, sensor.name()),
                new SessionLeases.Asking(sensor.name(), settings.profile(), settings.timeout()),
                clock);
    }

    private static String token(PoolSettings settings) {
        try {
            String token = Files.readString(settings.tokenFile(), StandardCharsets.US_ASCII)
                    .strip();
            if (token.length() < SHORTEST_TOKEN || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new PoolTokenException(settings.tokenFile(), new IOException("holds no token"));
            }
            return token;
        } catch (IOException e) {
            throw new PoolTokenException(settings.tokenFile(), e);
        }
    }
}
