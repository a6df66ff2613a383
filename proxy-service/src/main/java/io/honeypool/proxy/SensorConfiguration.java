package io.honeypool.proxy;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.SensorProperties.Sensor;
import io.honeypool.proxy.auth.AcceptAfterTries;
import io.honeypool.proxy.auth.AuthSettings;
import io.honeypool.proxy.auth.CredentialPolicy;
import io.honeypool.proxy.auth.WatchedRules;
import io.honeypool.proxy.capture.FileCapture;
import io.honeypool.proxy.commands.ShellCommands;
import io.honeypool.proxy.events.EventDispatcher;
import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.EventSink;
import io.honeypool.proxy.events.SensorIdentity;
import io.honeypool.proxy.events.SinkObserver;
import io.honeypool.proxy.lease.BackendSettings;
import io.honeypool.proxy.lease.GuestDialer;
import io.honeypool.proxy.lease.GuestPasswords;
import io.honeypool.proxy.lease.PoolMembership;
import io.honeypool.proxy.lease.PoolSettings;
import io.honeypool.proxy.lease.SessionLeases;
import io.honeypool.proxy.metrics.EvidenceMetrics;
import io.honeypool.proxy.metrics.RecordingMetrics;
import io.honeypool.proxy.metrics.RuleFileMetrics;
import io.honeypool.proxy.metrics.SensorMetrics;
import io.honeypool.proxy.recording.Recorder;
import io.honeypool.proxy.relay.Tap;
import io.honeypool.proxy.relay.Taps;
import io.honeypool.proxy.session.Deadlines;
import io.honeypool.proxy.session.SessionClock;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.shipping.EvidenceKind;
import io.honeypool.proxy.shipping.EvidenceSettings;
import io.honeypool.proxy.shipping.EvidenceStores;
import io.honeypool.proxy.shipping.Outbox;
import io.honeypool.proxy.ssh.GuestLinks;
import io.honeypool.proxy.ssh.SshSensor;
import io.honeypool.proxy.state.StateDirectory;
import io.honeypool.proxy.telnet.TelnetSensor;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
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
        BackendSettings backend = settings.backend().expectOtherThan(settings.listeningPorts());
        return settings.ssh().landsAsTyped() ? backend.expectRoot() : backend;
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
    EvidenceSettings evidenceSettings(Sensor settings) {
        return settings.evidence();
    }

    @Bean
    EvidenceStores evidenceStores(Sensor settings, StateDirectory state) {
        return new EvidenceStores(Map.of(
                EvidenceKind.ARTIFACT,
                Optional.ofNullable(settings.artifacts().directory()).orElseGet(() -> state.resolve("artifacts")),
                EvidenceKind.RECORDING,
                Optional.ofNullable(settings.recording().directory()).orElseGet(() -> state.resolve("recordings"))));
    }

    @Bean
    EvidenceMetrics evidenceMetrics(MeterRegistry meters) {
        return new EvidenceMetrics(meters);
    }

    @Bean
    StateDirectory stateDirectory(Sensor settings) {
        return StateDirectory.open(settings.stateDirectory());
    }

    @Bean
    PoolMembership poolMembership(PoolSettings settings, StateDirectory state) {
        return PoolMembership.load(
                Optional.ofNullable(settings.credentials()).orElseGet(() -> state.resolve("pool.json")));
    }

    @Bean
    SensorIdentity sensorIdentity(Sensor settings, PoolMembership membership, StateDirectory state) {
        return new SensorIdentity(membership.nameOr(settings.name()), state.identity());
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
        Duration total = settings.admission().maximumDuration();
        Deadlines ssh =
                new Deadlines(settings.ssh().loginTimeout(), settings.ssh().idleTimeout(), total);
        Deadlines telnet = new Deadlines(
                settings.telnet().loginTimeout(), settings.telnet().idleTimeout(), total);
        return SessionClock.start(registry, protocol -> protocol == LoginProtocol.SSH ? ssh : telnet);
    }

    @Bean
    Recorder recorder(
            Sensor settings,
            EvidenceStores stores,
            EventDispatcher events,
            MeterRegistry meters,
            ObjectProvider<Outbox> outbox) {
        return Recorder.open(
                settings.recording(),
                stores.of(EvidenceKind.RECORDING),
                events,
                new RecordingMetrics(meters),
                outbox.getIfAvailable(() -> Outbox.NONE));
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "honeypool.sensor.artifacts.enabled", matchIfMissing = true)
    FileCapture fileCapture(
            Sensor settings, EvidenceStores stores, SensorMetrics metrics, ObjectProvider<Outbox> outbox) {
        FileCapture capture = FileCapture.open(
                stores.of(EvidenceKind.ARTIFACT), settings.artifacts(), outbox.getIfAvailable(() -> Outbox.NONE));
        metrics.watch(capture);
        return capture;
    }

    @Bean
    ShellCommands shellCommands() {
        return new ShellCommands();
    }

    @Bean
    Taps taps(List<Tap> taps) {
        return new Taps(taps);
    }

    /** Closed by the SSH sensor, between its sessions and its threads. */
    @Bean(destroyMethod = "")
    GuestLinks guestLinks(Sensor settings, SessionLeases leases, GuestDialer dialer, GuestPasswords passwords) {
        return new GuestLinks(leases, dialer, settings.ssh().landing(), passwords);
    }

    @Bean
    SshSensor sshSensor(
            Sensor settings,
            StateDirectory state,
            CredentialPolicy policy,
            SessionRegistry registry,
            GuestLinks guests,
            Taps taps) {
        return new SshSensor(
                settings.ssh(), state.resolve("host-keys"), settings.auth(), policy, registry, guests, taps);
    }

    @Bean
    TelnetSensor telnetSensor(
            Sensor settings,
            CredentialPolicy policy,
            SessionRegistry registry,
            SessionLeases leases,
            GuestDialer dialer,
            GuestPasswords passwords,
            Taps taps) {
        return new TelnetSensor(settings.telnet(), policy, registry, leases, dialer, passwords, taps);
    }
}
