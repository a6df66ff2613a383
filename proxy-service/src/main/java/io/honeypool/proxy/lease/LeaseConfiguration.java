package io.honeypool.proxy.lease;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventSink;
import io.honeypool.proxy.events.SensorIdentity;
import io.honeypool.proxy.events.SinkObserver;
import io.honeypool.proxy.events.SpooledSink;
import io.honeypool.proxy.state.StateDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Puts the way to the guests together: a client of the pool, or the operator's own machine. */
@Configuration(proxyBeanMethods = false)
class LeaseConfiguration {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration TUNNEL_TIME = Duration.ofSeconds(20);
    private static final int SHORTEST_TOKEN = 16;

    @Bean
    SessionLeases sessionLeases(LeasePool pool, PoolSettings settings, SensorIdentity sensor, Clock clock) {
        return new SessionLeases(
                pool, new SessionLeases.Asking(sensor.name(), settings.profile(), settings.timeout()), clock);
    }

    @Bean
    GuestPasswords guestPasswords(StateDirectory state) {
        return GuestPasswords.open(state.resolve("guest-passwords.json"));
    }

    @Bean
    LeasePool leasePool(BackendSettings backend, PoolClients clients, SensorIdentity sensor, Clock clock) {
        return switch (backend.type()) {
            case POOL -> {
                StaticBackend.expectNone(backend);
                yield new RestLeasePool(clients.client(), sensor.name());
            }
            case STATIC -> {
                StaticBackend machine = StaticBackend.of(backend);
                Thread.ofVirtual().name("probe-backend").start(machine::probe);
                yield new StaticLeasePool(machine, clock);
            }
        };
    }

    @Bean
    @Conditional(PoolGetsEvents.class)
    EventSink poolSink(
            EventSettings events,
            PoolClients pool,
            SensorIdentity sensor,
            StateDirectory state,
            SinkObserver observer) {
        return SpooledSink.start(
                new PoolEvents(pool.client(), sensor.name()),
                state.resolve("spool"),
                events.spool().quota().toBytes(),
                observer);
    }

    @Bean
    PoolClients poolClients(PoolSettings settings, PoolMembership membership, ObjectProvider<RestClient.Builder> rest) {
        return () -> client(settings, membership, rest.getObject());
    }

    /** Makes clients of the pool, and says what is wrong with its settings only where one is needed. */
    interface PoolClients {

        RestClient client();
    }

    @Bean
    GuestDialer guestDialer(PoolMembership membership) {
        return new PoolDialer(membership.credentials().map(LeaseConfiguration::trust), TUNNEL_TIME);
    }

    private static RestClient client(PoolSettings settings, PoolMembership membership, RestClient.Builder builder) {
        HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
        membership.credentials().ifPresent(joined -> {
            SSLParameters parameters = new SSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            http.sslContext(trust(joined)).sslParameters(parameters);
        });
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http.build());
        requests.setReadTimeout(settings.timeout());
        URI url = membership.credentials().map(PoolCredentials::url).orElse(settings.url());
        String token = membership.credentials().map(PoolCredentials::token).orElseGet(() -> token(settings));
        return builder.baseUrl(url.toString())
                .requestFactory(requests)
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                .build();
    }

    /** Looked at when it was read, so it can be made. */
    private static SSLContext trust(PoolCredentials joined) {
        try {
            return joined.trust();
        } catch (IOException changed) {
            throw new IllegalStateException(changed);
        }
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
