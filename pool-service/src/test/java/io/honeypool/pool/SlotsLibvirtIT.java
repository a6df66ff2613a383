package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.image.Bake;
import io.honeypool.pool.image.Bakes;
import io.honeypool.pool.image.OverlayChain;
import io.honeypool.pool.settings.StartupFailure;
import io.honeypool.pool.template.TemplateKind;
import io.honeypool.pool.template.TemplateTexts;
import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.Databases;
import io.honeypool.pool.testing.GuestShell;
import io.honeypool.pool.testing.LibvirtHost;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/** One slot with real guests: baked once, restored from then on. The steps build on each other, as bakes are slow. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SlotsLibvirtIT {

    private static final String SLOT = "hp-slots-1";
    private static final String TRIAL = "hp-slots-trial";
    private static Connect libvirt;
    private static Path state;
    private static String database;
    private static LibvirtHost host;
    private static ConfigurableApplicationContext context;
    private static List<String> identity = List.of();

    @BeforeAll
    static void start() throws IOException, LibvirtException {
        host = LibvirtHost.required();
        state = Files.createDirectories(host.state().resolve("slots-it"));
        database = Databases.fresh();
        template("<entry name=\"manufacturer\">OpenStack Foundation", "<entry name=\"manufacturer\">Backhaus GmbH");
        libvirt = new Connect(host.uri());
        leaveTrialsBehind();
        context = run("keep");
    }

    @AfterAll
    static void stop() throws IOException, LibvirtException {
        if (libvirt != null) {
            libvirt.close();
        }
        if (context != null) {
            context.close();
            run("retire").close();
            FileSystemUtils.deleteRecursively(state);
        }
        if (host != null) {
            host.close();
        }
    }

    @Test
    @Order(1)
    void theFirstGuestIsBakedAndHasItsSlotsIdentity() throws IOException, InterruptedException {
        JsonNode lease = lease("c1", "192.0.2.1");
        identity = identityOf(lease);

        assertThat(count("BAKED")).isOne();
        assertThat(identity.getFirst()).isEqualTo("web01");
        assertThat(identity.get(1)).isEqualTo(domainOf(lease).replace("-", ""));
        assertThat(in(lease, "test -e /run/.clock || ls /root/mark 2>&1; touch /root/mark"))
                .contains("No such file");
        assertClockIsRight(lease);
        end(lease);
    }

    @Test
    @Order(1)
    void whatATrialOfTemplatesLeftBehindIsGone() throws LibvirtException {
        assertThat(libvirt.listDefinedDomains()).doesNotContain(TRIAL);
        assertThat(libvirt.listNetworkFilters()).doesNotContain(TRIAL);
        assertThat(libvirt.listDefinedNetworks()).doesNotContain(TRIAL);
    }

    @Test
    @Order(2)
    void theNextOneIsRestoredPristineWithTheSameIdentityAndTheRightTime()
            throws IOException, InterruptedException, LibvirtException {
        JsonNode lease = lease("c2", "192.0.2.2");

        assertThat(count("RESTORED")).isPositive();
        assertThat(count("BAKED")).isOne();
        assertClockIsRight(lease);
        assertThat(identityOf(lease)).isEqualTo(identity);
        assertThat(in(lease, "ls /root/mark 2>&1")).contains("No such file");
        assertItHasItsLimits(lease);
        assertThat(liveDocument()).contains("<entry name='manufacturer'>Backhaus GmbH</entry>");
        assertThat(in(lease, "cat /sys/class/dmi/id/sys_vendor")).isEqualTo("Backhaus GmbH\n");
        end(lease);
    }

    @Test
    @Order(3)
    void aBakeOutlivesTheService() throws IOException, InterruptedException {
        patiently().until(() -> guests("READY") == 1);
        context.close();
        context = run("keep");
        JsonNode lease = lease("c3", "192.0.2.3");
        end(lease);

        JsonNode next = lease("c4", "192.0.2.4");

        assertThat(count("RESTORED")).isPositive();
        assertThat(count("BAKED") + count("BOOTED")).isZero();
        assertThat(identityOf(next)).isEqualTo(identity);
        end(next);
    }

    @Test
    @Order(4)
    void aSlotThatDoesNotRestoreIsBakedAgain() throws IOException, InterruptedException {
        JsonNode before = lease("c5", "192.0.2.5");
        Bake bake = context.getBean(Bakes.class).find(SLOT).orElseThrow();
        try (FileChannel memory = FileChannel.open(bake.memory(), StandardOpenOption.WRITE)) {
            memory.truncate(100_000);
        }
        end(before);

        JsonNode after = lease("c6", "192.0.2.6");

        assertThat(registry().get("honeypool.pool.restore.failures").counter().count())
                .isEqualTo(1);
        assertThat(count("BAKED")).isOne();
        Bake fresh = context.getBean(Bakes.class).find(SLOT).orElseThrow();
        assertThat(Files.size(fresh.memory())).isGreaterThan(10_000_000);
        assertThat(identityOf(after).getFirst()).isEqualTo("web01");
        end(after);
    }

    @Test
    @Order(5)
    void whatAnAttackerWroteIsInTheOverlayThatIsKept() throws IOException, InterruptedException {
        JsonNode lease = lease("c7", "192.0.2.7");
        in(lease, "echo evidence-$((40 + 2))-of-c7 > /root/loot; sync");
        end(lease);
        String query = "/api/v1/overlays?state=KEPT&sourceAddress=192.0.2.7";
        patiently()
                .until(() ->
                        api("viewer").call("GET", query).json().path("total").asInt() == 1);
        JsonNode overlay = api("viewer").call("GET", query).json().at("/items/0");
        Path disk = state.resolve("case.qcow2");
        Path raw = state.resolve("case.raw");

        assertThat(api("operator")
                        .download(
                                "/api/v1/overlays/" + overlay.path("overlayId").asString() + "/content", disk))
                .isEqualTo(200);

        assertThat(overlay.path("base").asString()).contains(SLOT + "@");
        assertThat(OverlayChain.of(disk).files()).hasSize(1);
        assertThat(output("qemu-img", "check", disk.toString())).contains("No errors were found");
        output("qemu-img", "convert", "-O", "raw", disk.toString(), raw.toString());
        assertThat(output("grep", "-c", "-a", "evidence-42-of-c7", raw.toString())
                        .strip())
                .isNotEqualTo("0");
    }

    @Test
    @Order(6)
    void aTemplateThatLibvirtRejectsStopsTheStart() throws IOException {
        context.close();
        template("<vcpu>${vcpus}</vcpu>", "<vcpu>${vcpus}</vcpu><nonsense/>");

        assertThatException()
                .isThrownBy(() -> run("keep"))
                .havingCause()
                .isInstanceOf(StartupFailure.class)
                .withMessageContaining("/etc/templates/domain.xml is rejected: ")
                .withMessageContaining("nonsense");

        Files.delete(state.resolve("etc/templates/domain.xml"));
        context = run("keep");
        assertThat(api("viewer").call("GET", "/api/v1/pool").status()).isEqualTo(200);
    }

    /** Restored as it is: what was saved has them. */
    private static void assertItHasItsLimits(JsonNode lease)
            throws IOException, InterruptedException, LibvirtException {
        assertThat(liveDocument())
                .contains("<total_bytes_sec>33554432</total_bytes_sec>", "<total_iops_sec>1500</total_iops_sec>");
        assertThat(in(lease, "blockdev --getsize64 /dev/vda").strip())
                .isEqualTo(Long.toString(DataSize.ofGigabytes(12).toBytes()));
    }

    private static String liveDocument() throws LibvirtException {
        Domain domain = libvirt.domainLookupByName(SLOT);
        try {
            return domain.getXMLDesc(0);
        } finally {
            domain.free();
        }
    }

    /** An operator's template: the built-in one with a change. */
    private static void template(String part, String other) throws IOException {
        String text = TemplateTexts.builtIn(TemplateKind.DOMAIN);
        assertThat(text).contains(part);
        Path directory = Files.createDirectories(state.resolve("etc/templates"));
        Files.writeString(directory.resolve("domain.xml"), text.replace(part, other));
    }

    /** What a start leaves that is killed in the middle of a trial. */
    private static void leaveTrialsBehind() throws LibvirtException {
        libvirt.domainDefineXML("<domain type='qemu'><name>" + TRIAL + "</name><memory>65536</memory>"
                        + "<os><type>hvm</type></os></domain>")
                .free();
        libvirt.networkFilterDefineXML("<filter name='" + TRIAL + "' chain='root'/>")
                .free();
        libvirt.networkDefineXML("<network><name>" + TRIAL + "</name><bridge name='hp-left'/></network>")
                .free();
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static ConfigurableApplicationContext run(String shutdown) {
        return new SpringApplicationBuilder(PoolApplication.class)
                .run(
                        "--honeypool.pool.name=slots",
                        "--honeypool.pool.state-directory=" + state,
                        "--honeypool.pool.shutdown=" + shutdown,
                        "--honeypool.pool.hypervisor.uri=" + host.uri(),
                        "--honeypool.pool.network.name=honeypool-slots",
                        "--honeypool.pool.network.bridge=" + host.bridge(),
                        "--honeypool.pool.network.cidr=" + host.cidr(),
                        "--honeypool.pool.network.forward=routed",
                        "--honeypool.pool.guests.image=" + host.image().toAbsolutePath(),
                        "--honeypool.pool.guests.ready=1",
                        "--honeypool.pool.guests.maximum=1",
                        "--honeypool.pool.guests.keep-overlays=used",
                        "--honeypool.pool.guests.boot-timeout=180s",
                        "--honeypool.pool.guests.limits.disk-size=12GB",
                        "--honeypool.pool.guests.limits.disk-bandwidth=32MB",
                        "--honeypool.pool.guests.limits.disk-operations=1500",
                        "--honeypool.pool.guests.limits.cpu-percent=150",
                        "--spring.datasource.url=" + database,
                        "--spring.datasource.username=postgres",
                        "--server.port=0",
                        "--management.server.port=0");
    }

    private static Api api(String role) {
        return Api.of(context, state, role);
    }

    private static JsonNode lease(String connection, String source) {
        patiently().until(() -> guests("READY") == 1);
        return api("sensor")
                .call(
                        "POST",
                        "/api/v1/leases",
                        "{\"sensorId\":\"it\",\"connectionId\":\"" + connection + "\",\"sourceAddress\":\"" + source
                                + "\",\"protocol\":\"SSH\"}")
                .json();
    }

    private static void end(JsonNode lease) {
        api("operator").call("DELETE", "/api/v1/leases/" + lease.path("leaseId").asString());
    }

    private static int guests(String guestState) {
        return api("viewer")
                .call("GET", "/api/v1/guests?state=" + guestState)
                .json()
                .path("total")
                .asInt();
    }

    private static String domainOf(JsonNode lease) {
        return context.getBean(Guests.class)
                .find(UUID.fromString(lease.path("guestId").asString()))
                .orElseThrow()
                .domain()
                .toString();
    }

    private static MeterRegistry registry() {
        return context.getBean(MeterRegistry.class);
    }

    private static long count(String way) {
        return Search.in(registry()).name("honeypool.pool.provision").tag("way", way).timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }

    /** Host name, machine id and fingerprints of the host keys. */
    private static List<String> identityOf(JsonNode lease) throws IOException, InterruptedException {
        return in(lease, "hostname; cat /etc/machine-id; sha256sum /etc/ssh/ssh_host_*.pub")
                .lines()
                .toList();
    }

    private static void assertClockIsRight(JsonNode lease) throws IOException, InterruptedException {
        long before = Instant.now().getEpochSecond();
        long guest = Long.parseLong(in(lease, "date +%s").strip());
        long after = Instant.now().getEpochSecond();
        assertThat(guest).isBetween(before - 1, after + 1);
    }

    private static String in(JsonNode lease, String command) throws IOException, InterruptedException {
        JsonNode account = lease.path("credentials");
        try (GuestShell shell = new GuestShell(
                lease.at("/endpoints/0/host").asString(),
                account.path("username").asString(),
                account.path("password").asString())) {
            return shell.run(command);
        }
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofSeconds(1));
    }
}
