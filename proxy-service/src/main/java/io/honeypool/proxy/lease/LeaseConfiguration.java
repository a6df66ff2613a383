package io.honeypool.proxy.lease;

import io.honeypool.proxy.events.SensorIdentity;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Puts the way to the guests together: a client of the pool, or the operator's own machine. */
@Configuration(proxyBeanMethods = false)
class LeaseConfiguration {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final int SHORTEST_TOKEN = 16;

    @Bean
    SessionLeases sessionLeases(LeasePool pool, PoolSettings settings, SensorIdentity sensor, Clock clock) {
        return new SessionLeases(
                pool, new SessionLeases.Asking(sensor.name(), settings.profile(), settings.timeout()), clock);
    }

    @Bean
    LeasePool leasePool(
            BackendSettings backend,
            PoolSettings settings,
            SensorIdentity sensor,
            ObjectProvider<RestClient.Builder> rest,
            Clock clock) {
        return switch (backend.type()) {
            case POOL -> {
                StaticBackend.expectNone(backend);
                yield new RestLeasePool(client(settings, rest.getObject()), sensor.name());
            }
            case STATIC -> {
                StaticBackend machine = StaticBackend.of(backend);
                Thread.ofVirtual().name("probe-backend").start(machine::probe);
                yield new StaticLeasePool(machine, clock);
            }
        };
    }

    private static RestClient client(PoolSettings settings, RestClient.Builder builder) {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(settings.timeout());
        return builder.baseUrl(settings.url().toString())
                .requestFactory(requests)
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token(settings))
                .build();
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
