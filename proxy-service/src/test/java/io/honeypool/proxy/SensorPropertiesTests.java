package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.SensorProperties.Sensor;
import io.honeypool.proxy.auth.AuthSettings;
import io.honeypool.proxy.auth.TriesSettings;
import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.lease.BackendSettings;
import io.honeypool.proxy.lease.PoolSettings;
import io.honeypool.proxy.session.AdmissionSettings;
import io.honeypool.proxy.session.Network;
import io.honeypool.proxy.session.RawSettings;
import io.honeypool.proxy.session.SessionSettings;
import io.honeypool.proxy.session.TestAdmission;
import io.honeypool.proxy.ssh.SshSettings;
import io.honeypool.proxy.ssh.connection.ForwardingSettings;
import io.honeypool.proxy.ssh.connection.Redirect;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

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
                    new ForwardingSettings(ForwardingSettings.Policy.INTO_GUEST, List.of()),
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
            new BackendSettings(BackendSettings.Type.POOL, null, 22, "root", null, null),
            new PoolSettings(
                    URI.create("http://127.0.0.1:8420"),
                    Path.of("/var/lib/honeypool/tokens/sensor.token"),
                    null,
                    Duration.ofSeconds(10)),
            new EventSettings(null));

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
                .withProperty("honeypool.sensor.ssh.forwarding.policy", "record")
                .withProperty("honeypool.sensor.ssh.forwarding.redirect", "25=127.0.0.1:2525,80=[2001:db8::1]:8080")
                .withProperty("honeypool.sensor.ssh.raw.sources", "0.0.0.0/0")
                .withProperty("honeypool.sensor.ssh.raw.bytes-per-session", "11")
                .withProperty("honeypool.sensor.ssh.raw.bytes-per-second", "12")
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
                .withProperty("honeypool.sensor.backend.username", "admin")
                .withProperty("honeypool.sensor.backend.password", "secret")
                .withProperty("honeypool.sensor.backend.password-file", "/run/secret")
                .withProperty("honeypool.sensor.pool.url", "https://pool:8420")
                .withProperty("honeypool.sensor.pool.token-file", "/run/token")
                .withProperty("honeypool.sensor.pool.profile", "router")
                .withProperty("honeypool.sensor.pool.timeout", "3s")
                .withProperty("honeypool.sensor.events.file", "/var/log/events.jsonl");

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
                                new ForwardingSettings(
                                        ForwardingSettings.Policy.RECORD,
                                        List.of(
                                                new Redirect(25, "127.0.0.1", 2525),
                                                new Redirect(80, "2001:db8::1", 8080))),
                                new RawSettings(List.of(Network.of("0.0.0.0/0")), 11, 12)),
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
                                "admin",
                                "secret",
                                Path.of("/run/secret")),
                        new PoolSettings(
                                URI.create("https://pool:8420"),
                                Path.of("/run/token"),
                                "router",
                                Duration.ofSeconds(3)),
                        new EventSettings(Path.of("/var/log/events.jsonl"))));
    }

    @Test
    void everySettingIsDocumented() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration-sensor.md"));

        assertThat(EnvironmentCheck.knownKeys())
                .hasSize(49)
                .allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
    }

    private static SensorProperties bind(MockEnvironment environment) {
        return Binder.get(environment).bindOrCreate("honeypool", SensorProperties.class);
    }
}
