package io.honeypool.proxy.lease;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventSink;
import io.honeypool.proxy.events.SensorIdentity;
import io.honeypool.proxy.events.SinkObserver;
import io.honeypool.proxy.events.SpooledSink;
import io.honeypool.proxy.shipping.EvidenceSettings;
import io.honeypool.proxy.shipping.EvidenceShipper;
import io.honeypool.proxy.shipping.EvidenceStores;
import io.honeypool.proxy.shipping.ShippingObserver;
import io.honeypool.proxy.state.StateDirectory;
import java.io.IOException;
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
    @Conditional(PoolGetsEvidence.class)
    EvidenceShipper evidenceShipper(
            EvidenceSettings settings, EvidenceStores stores, PoolClients pool, ShippingObserver observer) {
        return EvidenceShipper.start(new PoolEvidence(pool.way()), stores, settings, observer);
    }

    @Bean
    PoolClients poolClients(PoolSettings settings, PoolMembership membership, ObjectProvider<RestClient.Builder> rest) {
        return new PoolClients() {
            @Override
            public RestClient client() {
                return LeaseConfiguration.client(settings, way(), rest.getObject());
            }

            @Override
            public PoolWay way() {
                return LeaseConfiguration.way(settings, membership);
            }
        };
    }

    /** Makes clients of the pool, and says what is wrong with its settings only where one is needed. */
    interface PoolClients {

        RestClient client();

        /** For a client of another kind. */
        PoolWay way();
    }

    @Bean
    GuestDialer guestDialer(PoolMembership membership) {
        return new PoolDialer(membership.credentials().map(LeaseConfiguration::trust), TUNNEL_TIME);
    }

    private static RestClient client(PoolSettings settings, PoolWay way, RestClient.Builder builder) {
        JdkClientHttpRequestFactory requests =
                new JdkClientHttpRequestFactory(way.http().build());
        requests.setReadTimeout(settings.timeout());
        return builder.baseUrl(way.url().toString())
                .requestFactory(requests)
                .defaultHeader(HttpHeaders.AUTHORIZATION, way.authorization())
                .build();
    }

    private static PoolWay way(PoolSettings settings, PoolMembership membership) {
        HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
        membership.credentials().ifPresent(joined -> {
            SSLParameters parameters = new SSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            http.sslContext(trust(joined)).sslParameters(parameters);
        });
        return new PoolWay(
                http,
                membership.credentials().map(PoolCredentials::url).orElse(settings.url()),
                membership.credentials().map(PoolCredentials::token).orElseGet(() -> token(settings)));
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
