package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.SensorProperties.Sensor;
import io.honeypool.proxy.auth.AuthSettings;
import io.honeypool.proxy.auth.TriesSettings;
import io.honeypool.proxy.capture.ArtifactSettings;
import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.lease.BackendSettings;
import io.honeypool.proxy.lease.PoolSettings;
import io.honeypool.proxy.recording.RecordingSettings;
import io.honeypool.proxy.session.AdmissionSettings;
import io.honeypool.proxy.session.Network;
import io.honeypool.proxy.session.RawSettings;
import io.honeypool.proxy.session.SessionSettings;
import io.honeypool.proxy.session.TestAdmission;
import io.honeypool.proxy.shipping.EvidenceSettings;
import io.honeypool.proxy.ssh.SshSettings;
import io.honeypool.proxy.ssh.connection.ForwardingSettings;
import io.honeypool.proxy.ssh.connection.Redirect;
import io.honeypool.proxy.ssh.landing.LandingPolicy;
import io.honeypool.proxy.telnet.TelnetSettings;
import io.honeypool.proxy.telnet.own.OwnPromptSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;

class SensorPropertiesTests {

    private static final Sensor DEFAULTS = new Sensor(
            "sensor",
            Path.of("/var/lib/honeypool/sensor"),
            new SshSettings(
                    null,
                    2222,
                    null,
                    null,
                    Duration.ofSeconds(120),
                    Duration.ofHours(1),
                    1000,
                    LandingPolicy.GUEST_ACCOUNT,
                    new ForwardingSettings(ForwardingSettings.Policy.INTO_GUEST, List.of()),
                    new RawSettings(List.of(), 262_144, 262_144)),
            new TelnetSettings(
                    true,
                    null,
                    2223,
                    TelnetSettings.Prompt.GUEST,
                    new OwnPromptSettings(
                            OwnPromptSettings.Style.INETUTILS,
                            "Linux 6.1.0-41-cloud-amd64 (%a) (pts/0)",
                            "web01",
                            5,
                            Duration.ofSeconds(3),
                            Duration.ofSeconds(60)),
                    true,
                    "(?i)(login|user ?name|user|account)( name)?\\s*:\\s*",
                    "(?i)(password|passwd|passcode|passphrase)[^:]*:\\s*",
                    "(?i)(incorrect|invalid|fail(ed|ure)|bad|denied|exceeded|timed out)",
                    "[#$%>]\\s*",
                    "(?s)^USER=(.*)$",
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(120),
                    Duration.ofHours(1),
                    new RawSettings(List.of(), 262_144, 262_144)),
            new AuthSettings(
                    null,
                    AuthSettings.Policy.RULES,
                    new TriesSettings(2, 5, 10_000, 10),
                    List.of(AuthSettings.Method.PUBLICKEY, AuthSettings.Method.PASSWORD),
                    AuthSettings.PublicKeys.REFUSE,
                    6,
                    Duration.ofSeconds(2)),
            new SessionSettings(1000),
            TestAdmission.DEFAULTS,
            new BackendSettings(BackendSettings.Type.POOL, null, 22, 23, "root", null, null),
            new PoolSettings(
                    URI.create("http://127.0.0.1:8420"),
                    Path.of("/var/lib/honeypool/tokens/sensor.token"),
                    null,
                    null,
                    Duration.ofSeconds(10)),
            new ArtifactSettings(true, null, DataSize.ofMegabytes(512), DataSize.ofGigabytes(10)),
            new EventSettings(
                    null,
                    new EventSettings.Rotation(DataSize.ofMegabytes(100), true, 30),
                    new EventSettings.Pool(null),
                    new EventSettings.Webhook(null, null),
                    new EventSettings.Syslog(null, 6514, true, null, true, EventSettings.Syslog.Format.JSON),
                    new EventSettings.Kafka(
                            List.of(),
                            "honeypool-events",
                            true,
                            null,
                            EventSettings.Kafka.Login.NONE,
                            null,
                            null,
                            null),
                    new EventSettings.Elasticsearch(
                            List.of(),
                            "honeypool-events",
                            EventSettings.Elasticsearch.Layout.DAILY,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null),
                    new EventSettings.Spool(DataSize.ofGigabytes(1))),
            new EvidenceSettings(null, DataSize.ofMegabytes(1)),
            new RecordingSettings(
                    true, null, DataSize.ofMegabytes(16), DataSize.ofGigabytes(10), Duration.ofDays(90), false));

    @Test
    void defaults() {
        assertThat(bind(new MockEnvironment()).sensor()).isEqualTo(DEFAULTS);
    }

    @Test
    void everySettingCanBeSet() {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("honeypool.sensor.name", "pi-1")
                .withProperty("honeypool.sensor.state-directory", "/srv/sensor")
                .withProperty("honeypool.sensor.ssh.address", "192.0.2.1")
                .withProperty("honeypool.sensor.ssh.port", "22")
                .withProperty("honeypool.sensor.ssh.persona", "/etc/persona.json")
                .withProperty("honeypool.sensor.ssh.identification", "OpenSSH_8.4p1")
                .withProperty("honeypool.sensor.ssh.login-timeout", "30s")
                .withProperty("honeypool.sensor.ssh.idle-timeout", "5m")
                .withProperty("honeypool.sensor.ssh.maximum-channels", "50")
                .withProperty("honeypool.sensor.ssh.landing", "as-typed")
                .withProperty("honeypool.sensor.ssh.forwarding.policy", "record")
                .withProperty("honeypool.sensor.ssh.forwarding.redirect", "25=127.0.0.1:2525,80=[2001:db8::1]:8080")
                .withProperty("honeypool.sensor.ssh.raw.sources", "0.0.0.0/0")
                .withProperty("honeypool.sensor.ssh.raw.bytes-per-session", "11")
                .withProperty("honeypool.sensor.ssh.raw.bytes-per-second", "12")
                .withProperty("honeypool.sensor.telnet.enabled", "false")
                .withProperty("honeypool.sensor.telnet.address", "192.0.2.2")
                .withProperty("honeypool.sensor.telnet.port", "23")
                .withProperty("honeypool.sensor.telnet.prompt", "own")
                .withProperty("honeypool.sensor.telnet.own.style", "busybox")
                .withProperty("honeypool.sensor.telnet.own.banner", "Welcome")
                .withProperty("honeypool.sensor.telnet.own.hostname", "router")
                .withProperty("honeypool.sensor.telnet.own.tries", "3")
                .withProperty("honeypool.sensor.telnet.own.failure-delay", "1s")
                .withProperty("honeypool.sensor.telnet.own.timeout", "59s")
                .withProperty("honeypool.sensor.telnet.spoof-authentication", "false")
                .withProperty("honeypool.sensor.telnet.username-prompt-regex", "who")
                .withProperty("honeypool.sensor.telnet.password-prompt-regex", "what")
                .withProperty("honeypool.sensor.telnet.login-failed-regex", "no")
                .withProperty("honeypool.sensor.telnet.shell-prompt-regex", "yes")
                .withProperty("honeypool.sensor.telnet.username-in-negotiation-regex", "me=(.*)")
                .withProperty("honeypool.sensor.telnet.answer-for-silent", "0s")
                .withProperty("honeypool.sensor.telnet.login-timeout", "31s")
                .withProperty("honeypool.sensor.telnet.idle-timeout", "6m")
                .withProperty("honeypool.sensor.telnet.raw.sources", "::/0")
                .withProperty("honeypool.sensor.telnet.raw.bytes-per-session", "13")
                .withProperty("honeypool.sensor.telnet.raw.bytes-per-second", "14")
                .withProperty("honeypool.sensor.auth.rule-file", "/etc/userdb.txt")
                .withProperty("honeypool.sensor.auth.policy", "accept-after-tries")
                .withProperty("honeypool.sensor.auth.tries.fewest", "3")
                .withProperty("honeypool.sensor.auth.tries.most", "9")
                .withProperty("honeypool.sensor.auth.tries.sources", "500")
                .withProperty("honeypool.sensor.auth.tries.shared-winners", "0")
                .withProperty("honeypool.sensor.auth.methods", "keyboard-interactive")
                .withProperty("honeypool.sensor.auth.public-keys", "accept")
                .withProperty("honeypool.sensor.auth.maximum-tries", "3")
                .withProperty("honeypool.sensor.auth.failure-delay", "500ms")
                .withProperty("honeypool.sensor.session.maximum", "7")
                .withProperty("honeypool.sensor.admission.connections-per-source", "1")
                .withProperty("honeypool.sensor.admission.connections-per-network", "2")
                .withProperty("honeypool.sensor.admission.logins-per-source", "3")
                .withProperty("honeypool.sensor.admission.tries-per-minute", "4")
                .withProperty("honeypool.sensor.admission.startups-begin", "5")
                .withProperty("honeypool.sensor.admission.startups-rate", "6")
                .withProperty("honeypool.sensor.admission.startups-full", "7")
                .withProperty("honeypool.sensor.admission.ipv4-network-prefix", "8")
                .withProperty("honeypool.sensor.admission.ipv6-source-prefix", "9")
                .withProperty("honeypool.sensor.admission.ipv6-network-prefix", "10")
                .withProperty("honeypool.sensor.admission.maximum-duration", "10h")
                .withProperty("honeypool.sensor.admission.exempt", "192.0.2.0/24, 2001:db8::1")
                .withProperty("honeypool.sensor.admission.balancers", "10.0.0.0/8")
                .withProperty("honeypool.sensor.backend.type", "static")
                .withProperty("honeypool.sensor.backend.host", "192.0.2.9")
                .withProperty("honeypool.sensor.backend.ssh-port", "2022")
                .withProperty("honeypool.sensor.backend.telnet-port", "2023")
                .withProperty("honeypool.sensor.backend.username", "admin")
                .withProperty("honeypool.sensor.backend.password", "secret")
                .withProperty("honeypool.sensor.backend.password-file", "/run/secret")
                .withProperty("honeypool.sensor.pool.url", "https://pool:8420")
                .withProperty("honeypool.sensor.pool.token-file", "/run/token")
                .withProperty("honeypool.sensor.pool.credentials", "/run/pool.json")
                .withProperty("honeypool.sensor.pool.profile", "router")
                .withProperty("honeypool.sensor.pool.timeout", "3s")
                .withProperty("honeypool.sensor.artifacts.enabled", "false")
                .withProperty("honeypool.sensor.artifacts.directory", "/srv/artifacts")
                .withProperty("honeypool.sensor.artifacts.file-limit", "1MB")
                .withProperty("honeypool.sensor.artifacts.quota", "2GB")
                .withProperty("honeypool.sensor.events.file", "/var/log/events.jsonl")
                .withProperty("honeypool.sensor.events.rotation.size", "3MB")
                .withProperty("honeypool.sensor.events.rotation.daily", "false")
                .withProperty("honeypool.sensor.events.rotation.keep", "4")
                .withProperty("honeypool.sensor.events.pool.enabled", "true")
                .withProperty("honeypool.sensor.events.webhook.url", "https://hooks.example/x")
                .withProperty("honeypool.sensor.events.webhook.secret-file", "/run/hook")
                .withProperty("honeypool.sensor.events.syslog.host", "logs.example")
                .withProperty("honeypool.sensor.events.syslog.port", "601")
                .withProperty("honeypool.sensor.events.syslog.tls", "false")
                .withProperty("honeypool.sensor.events.syslog.authority", "/etc/logs.pem")
                .withProperty("honeypool.sensor.events.syslog.confirm", "false")
                .withProperty("honeypool.sensor.events.syslog.format", "cef")
                .withProperty("honeypool.sensor.events.kafka.servers", "k1:9093,k2:9093")
                .withProperty("honeypool.sensor.events.kafka.topic", "events")
                .withProperty("honeypool.sensor.events.kafka.tls", "false")
                .withProperty("honeypool.sensor.events.kafka.authority", "/etc/kafka.pem")
                .withProperty("honeypool.sensor.events.kafka.login", "scram-sha-512")
                .withProperty("honeypool.sensor.events.kafka.username", "pi")
                .withProperty("honeypool.sensor.events.kafka.password", "secret")
                .withProperty("honeypool.sensor.events.kafka.password-file", "/run/kafka")
                .withProperty("honeypool.sensor.events.elasticsearch.urls", "https://e1:9200,https://e2:9200")
                .withProperty("honeypool.sensor.events.elasticsearch.index", "logs-honeypool")
                .withProperty("honeypool.sensor.events.elasticsearch.layout", "data-stream")
                .withProperty("honeypool.sensor.events.elasticsearch.authority", "/etc/es.pem")
                .withProperty("honeypool.sensor.events.elasticsearch.username", "pi")
                .withProperty("honeypool.sensor.events.elasticsearch.password", "secret")
                .withProperty("honeypool.sensor.events.elasticsearch.password-file", "/run/es")
                .withProperty("honeypool.sensor.events.elasticsearch.api-key", "a2V5")
                .withProperty("honeypool.sensor.events.elasticsearch.api-key-file", "/run/key")
                .withProperty("honeypool.sensor.events.spool.quota", "5MB")
                .withProperty("honeypool.sensor.evidence.enabled", "false")
                .withProperty("honeypool.sensor.evidence.rate", "64KB")
                .withProperty("honeypool.sensor.recording.enabled", "false")
                .withProperty("honeypool.sensor.recording.directory", "/srv/casts")
                .withProperty("honeypool.sensor.recording.limit", "1MB")
                .withProperty("honeypool.sensor.recording.quota", "2GB")
                .withProperty("honeypool.sensor.recording.retention", "7d")
                .withProperty("honeypool.sensor.recording.tty-log", "true");

        assertThat(bind(environment).sensor())
                .isEqualTo(new Sensor(
                        "pi-1",
                        Path.of("/srv/sensor"),
                        new SshSettings(
                                "192.0.2.1",
                                22,
                                Path.of("/etc/persona.json"),
                                "OpenSSH_8.4p1",
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(5),
                                50,
                                LandingPolicy.AS_TYPED,
                                new ForwardingSettings(
                                        ForwardingSettings.Policy.RECORD,
                                        List.of(
                                                new Redirect(25, "127.0.0.1", 2525),
                                                new Redirect(80, "2001:db8::1", 8080))),
                                new RawSettings(List.of(Network.of("0.0.0.0/0")), 11, 12)),
                        new TelnetSettings(
                                false,
                                "192.0.2.2",
                                23,
                                TelnetSettings.Prompt.OWN,
                                new OwnPromptSettings(
                                        OwnPromptSettings.Style.BUSYBOX,
                                        "Welcome",
                                        "router",
                                        3,
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(59)),
                                false,
                                "who",
                                "what",
                                "no",
                                "yes",
                                "me=(.*)",
                                Duration.ZERO,
                                Duration.ofSeconds(31),
                                Duration.ofMinutes(6),
                                new RawSettings(List.of(Network.of("::/0")), 13, 14)),
                        new AuthSettings(
                                Path.of("/etc/userdb.txt"),
                                AuthSettings.Policy.ACCEPT_AFTER_TRIES,
                                new TriesSettings(3, 9, 500, 0),
                                List.of(AuthSettings.Method.KEYBOARD_INTERACTIVE),
                                AuthSettings.PublicKeys.ACCEPT,
                                3,
                                Duration.ofMillis(500)),
                        new SessionSettings(7),
                        new AdmissionSettings(
                                1,
                                2,
                                3,
                                4,
                                5,
                                6,
                                7,
                                8,
                                9,
                                10,
                                Duration.ofHours(10),
                                List.of(Network.of("192.0.2.0/24"), Network.of("2001:db8::1")),
                                List.of(Network.of("10.0.0.0/8"))),
                        new BackendSettings(
                                BackendSettings.Type.STATIC,
                                "192.0.2.9",
                                2022,
                                2023,
                                "admin",
                                "secret",
                                Path.of("/run/secret")),
                        new PoolSettings(
                                URI.create("https://pool:8420"),
                                Path.of("/run/token"),
                                Path.of("/run/pool.json"),
                                "router",
                                Duration.ofSeconds(3)),
                        new ArtifactSettings(
                                false, Path.of("/srv/artifacts"), DataSize.ofMegabytes(1), DataSize.ofGigabytes(2)),
                        new EventSettings(
                                Path.of("/var/log/events.jsonl"),
                                new EventSettings.Rotation(DataSize.ofMegabytes(3), false, 4),
                                new EventSettings.Pool(true),
                                new EventSettings.Webhook(URI.create("https://hooks.example/x"), Path.of("/run/hook")),
                                new EventSettings.Syslog(
                                        "logs.example",
                                        601,
                                        false,
                                        Path.of("/etc/logs.pem"),
                                        false,
                                        EventSettings.Syslog.Format.CEF),
                                new EventSettings.Kafka(
                                        List.of("k1:9093", "k2:9093"),
                                        "events",
                                        false,
                                        Path.of("/etc/kafka.pem"),
                                        EventSettings.Kafka.Login.SCRAM_SHA_512,
                                        "pi",
                                        "secret",
                                        Path.of("/run/kafka")),
                                new EventSettings.Elasticsearch(
                                        List.of(URI.create("https://e1:9200"), URI.create("https://e2:9200")),
                                        "logs-honeypool",
                                        EventSettings.Elasticsearch.Layout.DATA_STREAM,
                                        Path.of("/etc/es.pem"),
                                        "pi",
                                        "secret",
                                        Path.of("/run/es"),
                                        "a2V5",
                                        Path.of("/run/key")),
                                new EventSettings.Spool(DataSize.ofMegabytes(5))),
                        new EvidenceSettings(false, DataSize.ofKilobytes(64)),
                        new RecordingSettings(
                                false,
                                Path.of("/srv/casts"),
                                DataSize.ofMegabytes(1),
                                DataSize.ofGigabytes(2),
                                Duration.ofDays(7),
                                true)));
    }

    @Test
    void everySettingIsDocumented() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration-sensor.md"));

        assertThat(EnvironmentCheck.knownKeys())
                .hasSize(116)
                .allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
    }

    private static SensorProperties bind(MockEnvironment environment) {
        return Binder.get(environment).bindOrCreate("honeypool", SensorProperties.class);
    }
}
