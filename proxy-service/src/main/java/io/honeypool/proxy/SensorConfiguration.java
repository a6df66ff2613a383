package io.honeypool.proxy;

import io.honeypool.proxy.SensorProperties.Sensor;
import io.honeypool.proxy.auth.CredentialPolicy;
import io.honeypool.proxy.auth.RuleFile;
import io.honeypool.proxy.events.EventDispatcher;
import io.honeypool.proxy.events.SensorIdentity;
import io.honeypool.proxy.events.jsonl.JsonLinesSink;
import io.honeypool.proxy.lease.PoolSettings;
import io.honeypool.proxy.lease.SessionLeases;
import io.honeypool.proxy.metrics.SensorMetrics;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.ssh.SshSensor;
import io.honeypool.proxy.state.StateDirectory;
import io.honeypool.proxy.state.StateException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

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
    StateDirectory stateDirectory(Sensor settings) {
        return StateDirectory.open(settings.stateDirectory());
    }

    @Bean
    SensorIdentity sensorIdentity(Sensor settings, StateDirectory state) {
        return new SensorIdentity(settings.name(), state.identity());
    }

    @Bean
    CredentialPolicy credentialPolicy(Sensor settings, StateDirectory state) {
        return RuleFile.load(
                Optional.ofNullable(settings.auth().ruleFile()).orElseGet(() -> state.resolve("userdb.txt")));
    }

    @Bean(destroyMethod = "")
    SensorMetrics sensorMetrics(MeterRegistry meters) {
        return new SensorMetrics(meters);
    }

    @Bean
    EventDispatcher eventDispatcher(
            Sensor settings, StateDirectory state, JsonMapper mapper, SensorMetrics metrics, Clock clock) {
        Path file = Optional.ofNullable(settings.events().file())
                .orElseGet(() -> state.resolve("events").resolve("events.jsonl"));
        JsonLinesSink lines = new JsonLinesSink(file, mapper);
        try {
            lines.open();
        } catch (IOException e) {
            throw new StateException(file, e);
        }
        return new EventDispatcher(List.of(lines, metrics), clock, metrics);
    }

    @Bean
    SessionRegistry sessionRegistry(
            EventDispatcher events, SensorIdentity sensor, Sensor settings, SensorMetrics metrics) {
        SessionRegistry registry = new SessionRegistry(events, sensor, settings.session());
        metrics.watch(registry);
        return registry;
    }

    @Bean
    SshSensor sshSensor(
            Sensor settings,
            StateDirectory state,
            CredentialPolicy policy,
            SessionRegistry registry,
            SessionLeases leases) {
        return new SshSensor(settings.ssh(), state.resolve("host-keys"), policy, registry, leases);
    }
}
