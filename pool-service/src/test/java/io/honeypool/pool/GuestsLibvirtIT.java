package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.testing.Api;
import io.honeypool.pool.testing.Databases;
import io.honeypool.pool.testing.GuestShell;
import io.honeypool.pool.testing.LibvirtHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The real pool with real guests under a real libvirt. The steps build on each other, as guests are slow to boot. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuestsLibvirtIT {

    private static final String POOL = "it";
    private static Path state;
    private static String database;
    private static LibvirtHost host;
    private static ConfigurableApplicationContext context;
    private static JsonNode first = MissingNode.getInstance();
    private static JsonNode second = MissingNode.getInstance();

    @BeforeAll
    static void start() throws IOException {
        host = LibvirtHost.required();
        state = Files.createDirectories(host.state().resolve("pool-it"));
        database = Databases.fresh();
        context = run("keep");
    }

    @AfterAll
    static void stop() throws IOException {
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
    void twoSourcesGetTwoGuestsThatTakeLogins() throws IOException, InterruptedException {
        patiently().until(() -> guests("READY") == 2);

        first = lease("c1", "192.0.2.1");
        second = lease("c2", "192.0.2.2");

        assertThat(first.path("guestId")).isNotEqualTo(second.path("guestId"));
        assertThat(in(first, "id -u; ip -br addr")).startsWith("0\n").contains(address(first) + "/");
        assertThat(in(second, "ls /tmp/mark; echo hello > /tmp/mark; cat /tmp/mark"))
                .endsWith("hello\n");
        assertThat(in(first, "ls /tmp/mark 2>&1")).contains("No such file");
    }

    @Test
    @Order(2)
    void aGuestReachesNeitherHostNorNeighbourNorAnythingElse() throws IOException, InterruptedException {
        String gateway = address(first).replaceAll("\\d+$", "1");
        String probe = "p() { timeout 3 bash -c \"exec 3<>/dev/tcp/$1/$2\" 2>/dev/null && echo \"open $1 $2\"; }; "
                + "for a in " + gateway + " " + address(second) + " 192.0.2.53 127.0.0.1; do for p in 22 53 8420; do"
                + " p $a $p; done; done; ping -c1 -W2 " + gateway + " >/dev/null && echo ping gateway;"
                + " ping -c1 -W2 " + address(second) + " >/dev/null && echo ping neighbour;"
                + " ping -6 -c1 -W2 ff02::1%$(ls /sys/class/net | grep -v lo | head -1) >/dev/null && echo ping six;"
                + " echo done";

        assertThat(in(first, probe).lines().toList()).containsExactly("open 127.0.0.1 22", "done");
    }

    @Test
    @Order(3)
    void aForgedAddressDoesNotTakeTheNeighboursConnections() throws IOException, InterruptedException {
        String nic = in(first, "ls /sys/class/net | grep -v lo | head -1").strip();
        String stolen = address(second);
        String gateway = address(first).replaceAll("\\d+$", "1");

        in(
                first,
                "ip addr add " + stolen + "/32 dev " + nic + "; arping -c 2 -U -I " + nic + " " + stolen
                        + " 2>/dev/null; ping -c 1 -W 2 -I " + stolen + " " + gateway + "; ip addr del " + stolen
                        + "/32 dev " + nic);

        assertThat(in(second, "cat /tmp/mark")).isEqualTo("hello\n");
    }

    @Test
    @Order(4)
    void aRestartAdoptsRunningGuests() throws IOException, InterruptedException {
        // one that is still being made is made anew by the next start
        patiently().until(() -> guests("READY") == 2);
        List<UUID> before = domains();
        context.close();
        context = run("keep");

        patiently()
                .until(() -> api("").call("GET", "/actuator/health/readiness").status() > 0);
        assertThat(lease("c3", "192.0.2.2").path("guestId")).isEqualTo(second.path("guestId"));
        assertThat(domains()).containsAll(before);
        assertThat(in(second, "cat /tmp/mark")).isEqualTo("hello\n");
    }

    @Test
    @Order(5)
    void aGuestPoweredOffFromInsideEndsItsLease() throws IOException, InterruptedException {
        in(second, "nohup sh -c 'sleep 1; echo o > /proc/sysrq-trigger' >/dev/null 2>&1 &");

        patiently()
                .until(() -> api("viewer")
                        .call("GET", "/api/v1/leases/" + second.path("leaseId").asString())
                        .json()
                        .path("endReason")
                        .asString("")
                        .equals("GUEST_STOPPED"));
    }

    /** Without a sync of the attacker's: the last writes are still in the guest's memory when its lease ends. */
    @Test
    @Order(6)
    void whatAnAttackerMadeInAGuestIsCollectedWhenItsLeaseEnds() throws IOException, InterruptedException {
        patiently().until(() -> guests("READY") > 0);
        JsonNode attacked = lease("c6", "192.0.2.6");
        String sums = in(
                attacked,
                "cp /usr/bin/id /tmp/.hidden; printf '#!/bin/sh\\nid\\n' > /root/run.sh;"
                        + " cp /usr/bin/sleep /tmp/gone; /tmp/gone 300 >/dev/null 2>&1 & "
                        + "sleep 1; sha256sum /tmp/.hidden /root/run.sh /tmp/gone; rm /tmp/gone");
        assertThat(sums.lines()).hasSize(3);
        String lease = attacked.path("leaseId").asString();

        api("operator").call("DELETE", "/api/v1/leases/" + lease);

        patiently().until(() -> collection(lease).path("state").asString("").equals("COMPLETE"));
        List<String> collected = collection(lease)
                .path("files")
                .valueStream()
                .map(file -> file.path("sha256").asString("") + "  "
                        + file.path("path").asString("/tmp/gone"))
                .toList();
        assertThat(collected).containsAll(sums.lines().toList());
        assertThat(collection(lease).path("files").valueStream().limit(3))
                .map(file -> file.path("kind").asString())
                .containsExactly("PROGRAM", "PROGRAM", "SCRIPT");
    }

    @Test
    @Order(7)
    void aStopThatRetiresLeavesNothingBehind() {
        context.close();
        context = run("retire");
        context.close();
        context = run("keep");

        assertThat(guests("LEASED")).isZero();
        assertThat(api("viewer")
                        .call("GET", "/api/v1/leases?state=ACTIVE")
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
    }

    private static ConfigurableApplicationContext run(String shutdown) {
        return new SpringApplicationBuilder(PoolApplication.class)
                .run(
                        "--honeypool.pool.name=" + POOL,
                        "--honeypool.pool.state-directory=" + state,
                        "--honeypool.pool.shutdown=" + shutdown,
                        "--honeypool.pool.hypervisor.uri=" + host.uri(),
                        "--honeypool.pool.network.name=honeypool-it",
                        "--honeypool.pool.network.bridge=" + host.bridge(),
                        "--honeypool.pool.network.cidr=" + host.cidr(),
                        "--honeypool.pool.network.forward=routed",
                        "--honeypool.pool.guests.image=" + host.image().toAbsolutePath(),
                        "--honeypool.pool.guests.ready=2",
                        "--honeypool.pool.guests.maximum=4",
                        "--honeypool.pool.guests.boot-timeout=180s",
                        "--spring.datasource.url=" + database,
                        "--spring.datasource.username=postgres",
                        "--server.port=0",
                        "--management.server.port=0");
    }

    private static Api api(String role) {
        return Api.of(context, state, role);
    }

    private static JsonNode lease(String connection, String source) {
        return api("sensor")
                .call(
                        "POST",
                        "/api/v1/leases",
                        "{\"sensorId\":\"it\",\"connectionId\":\"" + connection + "\",\"sourceAddress\":\"" + source
                                + "\",\"protocol\":\"SSH\"}")
                .json();
    }

    private static int guests(String guestState) {
        return api("viewer")
                .call("GET", "/api/v1/guests?state=" + guestState)
                .json()
                .path("total")
                .asInt();
    }

    private static List<UUID> domains() {
        return context.getBean(Hypervisor.class).domains().stream()
                .filter(domain -> domain.name().startsWith("hp-" + POOL + "-"))
                .map(domain -> domain.id())
                .toList();
    }

    private static JsonNode collection(String lease) {
        return api("viewer").call("GET", "/api/v1/leases/" + lease + "/files").json();
    }

    private static String address(JsonNode lease) {
        return lease.at("/endpoints/0/host").asString();
    }

    private static String in(JsonNode lease, String command) throws IOException, InterruptedException {
        JsonNode account = lease.path("credentials");
        try (GuestShell shell = new GuestShell(
                address(lease),
                account.path("username").asString(),
                account.path("password").asString())) {
            return shell.run(command);
        }
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofSeconds(1));
    }
}
