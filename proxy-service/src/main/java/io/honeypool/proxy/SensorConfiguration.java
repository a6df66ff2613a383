package io.honeypool.proxy;

import io.honeypool.proxy.SensorProperties.Sensor;
import io.honeypool.proxy.auth.AcceptAfterTries;
import io.honeypool.proxy.auth.AuthSettings;
import io.honeypool.proxy.auth.CredentialPolicy;
import io.honeypool.proxy.auth.WatchedRules;
import io.honeypool.proxy.events.EventDispatcher;
import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventSink;
import io.honeypool.proxy.events.SensorIdentity;
import io.honeypool.proxy.events.SinkObserver;
import io.honeypool.proxy.lease.BackendSettings;
import io.honeypool.proxy.lease.PoolSettings;
import io.honeypool.proxy.lease.SessionLeases;
import io.honeypool.proxy.metrics.RuleFileMetrics;
import io.honeypool.proxy.metrics.SensorMetrics;
import io.honeypool.proxy.session.Deadlines;
import io.honeypool.proxy.session.SessionClock;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.ssh.SshSensor;
import io.honeypool.proxy.state.StateDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Puts the sensor together from its features. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SensorProperties.class)
class SensorConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Sensor sensorSettings(SensorProperties properties) {
        return properties.sensor();
    }

    @Bean
    PoolSettings poolSettings(Sensor settings) {
        return settings.pool();
    }

    @Bean
    BackendSettings backendSettings(Sensor settings) {
        return settings.backend().expectOtherThan(settings.ssh().port());
    }

    @Bean
    AuthSettings authSettings(Sensor settings) {
        return settings.auth();
    }

    @Bean
    EventSettings eventSettings(Sensor settings) {
        return settings.events();
    }

    @Bean
    StateDirectory stateDirectory(Sensor settings) {
        return StateDirectory.open(settings.stateDirectory());
    }

    @Bean
    SensorIdentity sensorIdentity(Sensor settings, StateDirectory state) {
        return new SensorIdentity(settings.name(), state.identity());
    }

    @Bean
    WatchedRules rules(AuthSettings settings, StateDirectory state, MeterRegistry meters) {
        return WatchedRules.open(
                Optional.ofNullable(settings.ruleFile()).orElseGet(() -> state.resolve("userdb.txt")),
                new RuleFileMetrics(meters));
    }

    @Bean
    @Primary
    CredentialPolicy credentialPolicy(AuthSettings settings, WatchedRules rules, StateDirectory state) {
        return switch (settings.policy()) {
            case RULES -> rules;
            case ACCEPT_AFTER_TRIES ->
                AcceptAfterTries.open(rules, settings.tries(), state.resolve("login-tries.json"));
        };
    }

    @Bean(destroyMethod = "")
    SensorMetrics sensorMetrics(MeterRegistry meters) {
        return new SensorMetrics(meters);
    }

    @Bean
    EventDispatcher eventDispatcher(List<EventSink> sinks, SinkObserver observer, Clock clock) {
        return new EventDispatcher(sinks, clock, observer);
    }

    @Bean
    SessionRegistry sessionRegistry(
            EventDispatcher events, SensorIdentity sensor, Sensor settings, SensorMetrics metrics) {
        SessionRegistry registry = new SessionRegistry(events, sensor, settings.session(), settings.admission());
        metrics.watch(registry);
        return registry;
    }

    @Bean
    SessionClock sessionClock(SessionRegistry registry, Sensor settings) {
        return SessionClock.start(
                registry,
                new Deadlines(
                        settings.ssh().loginTimeout(),
                        settings.ssh().idleTimeout(),
                        settings.admission().maximumDuration()));
    }

    @Bean
    SshSensor sshSensor(
            Sensor settings,
            StateDirectory state,
            CredentialPolicy policy,
            SessionRegistry registry,
            SessionLeases leases) {
        return new SshSensor(settings.ssh(), state.resolve("host-keys"), settings.auth(), policy, registry, leases);
    }
}
