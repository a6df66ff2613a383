package io.honeypool.pool.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class HoneypoolSettingsTests {

    @Test
    void theKeysArePinned() {
        assertThat(SettingKeys.all())
                .containsExactly(
                        "honeypool.pool.default-profile",
                        "honeypool.pool.disk.kept-quota",
                        "honeypool.pool.disk.minimum-free",
                        "honeypool.pool.events.quota",
                        "honeypool.pool.events.retention",
                        "honeypool.pool.evidence-files.maximum-file-size",
                        "honeypool.pool.evidence-files.quota",
                        "honeypool.pool.evidence-files.retention",
                        "honeypool.pool.evidence-files.uploads",
                        "honeypool.pool.gateway.connect-time",
                        "honeypool.pool.gateway.doorway",
                        "honeypool.pool.gateway.doorway-time",
                        "honeypool.pool.gateway.enabled",
                        "honeypool.pool.gateway.idle-time",
                        "honeypool.pool.gateway.maximum-time",
                        "honeypool.pool.gateway.port",
                        "honeypool.pool.gateway.tunnels",
                        "honeypool.pool.guest-files.enabled",
                        "honeypool.pool.guest-files.ignored-paths",
                        "honeypool.pool.guest-files.maximum-bytes",
                        "honeypool.pool.guest-files.maximum-file-size",
                        "honeypool.pool.guest-files.maximum-files",
                        "honeypool.pool.guest-files.quota",
                        "honeypool.pool.guest-files.retention",
                        "honeypool.pool.guest-files.time-limit",
                        "honeypool.pool.guests.acceleration",
                        "honeypool.pool.guests.boot-timeout",
                        "honeypool.pool.guests.egress",
                        "honeypool.pool.guests.image",
                        "honeypool.pool.guests.keep-overlays",
                        "honeypool.pool.guests.limited.blocked-ports",
                        "honeypool.pool.guests.limited.blocked-ranges",
                        "honeypool.pool.guests.limited.resolver",
                        "honeypool.pool.guests.limits.bandwidth",
                        "honeypool.pool.guests.limits.cpu-percent",
                        "honeypool.pool.guests.limits.cpu-weight",
                        "honeypool.pool.guests.limits.disk-bandwidth",
                        "honeypool.pool.guests.limits.disk-operations",
                        "honeypool.pool.guests.limits.disk-size",
                        "honeypool.pool.guests.machine",
                        "honeypool.pool.guests.maximum",
                        "honeypool.pool.guests.memory",
                        "honeypool.pool.guests.parallel",
                        "honeypool.pool.guests.ready",
                        "honeypool.pool.guests.recycle-after",
                        "honeypool.pool.guests.ssh-port",
                        "honeypool.pool.guests.start",
                        "honeypool.pool.guests.telnet-port",
                        "honeypool.pool.guests.vcpus",
                        "honeypool.pool.guests.when-exhausted",
                        "honeypool.pool.hypervisor.acceleration",
                        "honeypool.pool.hypervisor.uri",
                        "honeypool.pool.lease.connection-deadline",
                        "honeypool.pool.lease.history",
                        "honeypool.pool.lease.ipv6-prefix-length",
                        "honeypool.pool.lease.maximum-time",
                        "honeypool.pool.lease.per-network.ipv4-prefix-length",
                        "honeypool.pool.lease.per-network.ipv6-prefix-length",
                        "honeypool.pool.lease.per-network.limit",
                        "honeypool.pool.lease.retention",
                        "honeypool.pool.lease.wait-time",
                        "honeypool.pool.name",
                        "honeypool.pool.network.bridge",
                        "honeypool.pool.network.cidr",
                        "honeypool.pool.network.dns-answer",
                        "honeypool.pool.network.forward",
                        "honeypool.pool.network.name",
                        "honeypool.pool.network.port-isolation",
                        "honeypool.pool.network.reply-ports",
                        "honeypool.pool.owner.dead-after",
                        "honeypool.pool.owner.restart-grace",
                        "honeypool.pool.owner.suspect-after",
                        "honeypool.pool.profiles",
                        "honeypool.pool.protocol-profiles.ssh",
                        "honeypool.pool.protocol-profiles.telnet",
                        "honeypool.pool.remote.address",
                        "honeypool.pool.remote.api-port",
                        "honeypool.pool.remote.enabled",
                        "honeypool.pool.remote.host",
                        "honeypool.pool.remote.join-within",
                        "honeypool.pool.remote.ssl-bundle",
                        "honeypool.pool.shutdown",
                        "honeypool.pool.state-directory");
    }

    @Test
    void theDefaultsArePinned() {
        PoolSettings pool = bind(Map.of()).pool();

        assertThat(pool.name()).isEqualTo("pool");
        assertThat(pool.stateDirectory()).isEqualTo(Path.of("/var/lib/honeypool"));
        assertThat(pool.shutdown()).isEqualTo(PoolSettings.Shutdown.KEEP);
        assertThat(pool.hypervisor())
                .isEqualTo(new HypervisorSettings("qemu:///system", HypervisorSettings.AccelerationMode.AUTO));
        assertThat(pool.network())
                .isEqualTo(new NetworkSettings(
                        "honeypool",
                        "hpbr0",
                        "10.77.0.0/24",
                        NetworkSettings.Forward.ISOLATED,
                        true,
                        "32768-60999",
                        "192.0.2.80"));
        assertThat(pool.guests())
                .isEqualTo(new GuestSettings(
                        "debian-12",
                        2,
                        6,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        GuestSettings.Egress.DENY,
                        new LimitedSettings(List.of("25/tcp", "465/tcp", "587/tcp", "2525/tcp"), List.of(), "9.9.9.9"),
                        GuestSettings.Start.RESTORE,
                        Duration.ofHours(24),
                        Duration.ofMinutes(2),
                        2,
                        ExhaustionPolicy.REFUSE,
                        GuestSettings.KeepOverlays.NEVER,
                        new LimitSettings(null, null, null, DataSize.ofMegabytes(64), 2_000, null)));
        assertThat(pool.events()).isEqualTo(new EventSettings(Duration.ofDays(90), DataSize.ofGigabytes(10)));
        assertThat(pool.profiles()).isEmpty();
        assertThat(pool.defaultProfile()).isNull();
        assertThat(pool.protocolProfiles()).isEqualTo(new ProtocolProfiles(null, null));
        assertThat(pool.lease())
                .isEqualTo(new LeaseSettings(
                        Duration.ofMinutes(30),
                        Duration.ofDays(7),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5),
                        64,
                        new NetworkLimitSettings(4, 24, 64),
                        Duration.ofDays(30)));
        assertThat(pool.disk()).isEqualTo(new DiskSettings(DataSize.ofGigabytes(1), DataSize.ofGigabytes(10)));
        assertThat(pool.guestFiles())
                .isEqualTo(new GuestFileSettings(
                        true,
                        200,
                        DataSize.ofMegabytes(32),
                        DataSize.ofMegabytes(128),
                        Duration.ofSeconds(20),
                        List.of("/var/log", "/var/lib/systemd", "/var/lib/dhcp", "/run"),
                        DataSize.ofGigabytes(5),
                        Duration.ofDays(90)));
        assertThat(pool.evidenceFiles())
                .isEqualTo(new EvidenceFileSettings(
                        DataSize.ofMegabytes(512), DataSize.ofGigabytes(10), Duration.ofDays(90), 8));
        assertThat(pool.owner())
                .isEqualTo(new OwnerSettings(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMinutes(10)));
        assertThat(pool.remote()).isEqualTo(new RemoteSettings(false, null, null, 8422, null, Duration.ofHours(1)));
        assertThat(pool.gateway())
                .isEqualTo(new GatewaySettings(
                        true,
                        8423,
                        4_000,
                        2_000,
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(5),
                        Duration.ofHours(2),
                        Duration.ofHours(48)));
    }

    @Test
    void policiesAreNamedInKebabCase() {
        assertThat(bind(Map.of("honeypool.pool.guests.when-exhausted", "evict-idle"))
                        .pool()
                        .guests()
                        .whenExhausted())
                .isEqualTo(ExhaustionPolicy.EVICT_IDLE);
    }

    @Test
    void memoryIsASize() {
        assertThat(bind(Map.of("honeypool.pool.guests.memory", "512MB"))
                        .pool()
                        .guests()
                        .memory())
                .isEqualTo(DataSize.ofMegabytes(512));
    }

    private static HoneypoolSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("honeypool", HoneypoolSettings.class);
    }
}
