package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A login lands in a real virtual machine of its own: the product's main job, seen from outside. */
@ExtendWith(DeploymentExtension.class)
class MainJobIT {

    private static final String OTHER_SOURCE = "127.0.0.2";

    private final Deployment deployment;
    private final Ssh ssh;
    private final PoolApi operator;

    MainJobIT(Deployment deployment) {
        this.deployment = deployment;
        this.ssh = deployment.ssh();
        this.operator = deployment.api("operator");
    }

    /** Gives the guests of other sources back, so that every test finds one ready. */
    @AfterEach
    void endOtherLeases() {
        for (JsonNode lease : operator.activeLeases()) {
            if (!lease.get("sourceAddress").stringValue().equals("127.0.0.1")) {
                operator.delete("leases/" + lease.get("leaseId").stringValue());
            }
        }
        awaitReady(1);
    }

    @Test
    void aLoginLandsInTheGuestAndNotOnTheHost() throws IOException {
        String output = ssh.run("uname -n; id; ip -br addr").orFail();

        String host = InetAddress.getLocalHost().getHostName();
        JsonNode lease = leaseOf("127.0.0.1");
        assertThat(output.lines().toList().getFirst()).isNotBlank().isNotEqualTo(host);
        assertThat(output)
                .contains("uid=0(root)")
                .contains(lease.get("guest").get("address").stringValue());
    }

    @Test
    void twoSourcesGetTwoGuestsAndTheFirstFindsItsFileAgain() {
        ssh.run("echo mine > /root/marker").orFail();

        assertThat(ssh.from(OTHER_SOURCE).run("cat /root/marker").status()).isNotZero();
        assertThat(ssh.run("cat /root/marker").orFail()).isEqualTo("mine\n");
        assertThat(leaseOf("127.0.0.1").get("guestId"))
                .isNotEqualTo(leaseOf(OTHER_SOURCE).get("guestId"));
    }

    @Test
    void leasesStandInTheApiAndInTheDatabase() {
        ssh.run("true").orFail();
        ssh.from(OTHER_SOURCE).run("true").orFail();

        List<String> api = operator.activeLeases().stream()
                .map(lease -> lease.get("leaseId").stringValue() + " "
                        + lease.get("sourceAddress").stringValue() + " "
                        + lease.get("guestId").stringValue())
                .toList();
        assertThat(api).anyMatch(row -> row.contains(" 127.0.0.1 ")).anyMatch(row -> row.contains(" 127.0.0.2 "));
        assertThat(deployment.query("SELECT id, host(source_address), guest_id FROM lease WHERE state <> 'ENDED'"))
                .containsExactlyInAnyOrderElementsOf(api);
    }

    @Test
    void exitStatusAndSignalComeBack() {
        assertThat(ssh.run("exit 7").status()).isEqualTo(7);
        assertThat(ssh.run("kill -TERM $$").status()).isEqualTo(255);
    }

    @Test
    void standardOutputAndErrorsAreKeptApart() {
        Command.Result result = ssh.run("echo out; echo err >&2");

        assertThat(result.output()).isEqualTo("out\n");
        assertThat(result.errors()).isEqualTo("err\n");
    }

    @Test
    void environmentVariablesReachTheGuest() {
        assertThat(ssh.with("-o", "SetEnv=LC_TEST=hello").run("echo $LC_TEST").orFail())
                .isEqualTo("hello\n");
    }

    @Test
    void fiftyMegabytesComeBackUnchanged() throws IOException {
        Path file = Files.createTempFile("bulk", ".bin");
        Path back = Files.createTempFile("bulk", ".back");
        try {
            Command.of("dd", "if=/dev/urandom", "of=" + file, "bs=1M", "count=50")
                    .run()
                    .orFail();
            List<String> pipeline = new ArrayList<>(List.of("sh", "-c", "\"$@\" > " + back, "sh"));
            Command cat = Command.of(pipeline.toArray(String[]::new)).and(ssh.arguments("cat"));
            ssh.withPassword(cat)
                    .reading(file)
                    .within(Duration.ofMinutes(4))
                    .run()
                    .orFail();

            assertThat(Files.size(back)).isEqualTo(50L * 1024 * 1024);
            assertThat(Files.mismatch(file, back)).isEqualTo(-1);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(back);
        }
    }

    @Test
    void anInteractiveSessionFollowsTheWindow() throws IOException {
        try (Terminal terminal = Terminal.running(ssh.with("-tt").command(), 80, 24)) {
            terminal.awaitOutput("# ");
            terminal.type("stty size\n");
            terminal.awaitOutput("24 80");

            terminal.resize(132, 43);
            terminal.type("stty size\n");
            terminal.awaitOutput("43 132");

            terminal.type("exit 5\n");
            assertThat(terminal.awaitStatus()).isEqualTo(5);
        }
        assertThat(deployment.events())
                .filteredOn(event -> event.get("eventid").stringValue().equals("cowrie.client.size"))
                .anyMatch(event -> event.get("width").intValue() == 132
                        && event.get("height").intValue() == 43);
    }

    @Test
    void passwordsThatTheRulesRefuseStayOutside() {
        assertThat(ssh.as("root", "123456").run("true").status()).isEqualTo(255);
        assertThat(ssh.as("admin", "hunter2").run("true").status()).isEqualTo(255);

        assertThat(eventsOf("cowrie.login.failed"))
                .anyMatch(event -> event.path("password").asString("").equals("123456"))
                .anyMatch(event -> event.get("username").stringValue().equals("admin"));
    }

    /** A client asks without a password first, to be told what it may log in with: a try like others. */
    @Test
    void aSessionLeavesItsEventsInOrder() {
        ssh.as("root", "tell-tale").run("echo told").orFail();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            String session = eventsOf("cowrie.login.success").stream()
                    .filter(event -> event.get("password").stringValue().equals("tell-tale"))
                    .findFirst()
                    .orElseThrow()
                    .get("session")
                    .stringValue();
            assertThat(deployment.events())
                    .filteredOn(event -> event.get("session").stringValue().equals(session))
                    .extracting(event -> event.get("eventid").stringValue())
                    .filteredOn(id -> !id.equals("cowrie.client.var") && !isOfRecording(id))
                    .containsExactly(
                            "cowrie.session.connect",
                            "cowrie.client.version",
                            "cowrie.client.kex",
                            "cowrie.login.failed",
                            "cowrie.login.success",
                            "honeypool.lease.granted",
                            "cowrie.proxy.backend_connected",
                            "cowrie.command.input",
                            "honeypool.lease.released",
                            "cowrie.session.closed");
        });
    }

    /** A recording ends in its own time. */
    private static boolean isOfRecording(String id) {
        return id.startsWith("cowrie.log.") || id.startsWith("honeypool.recording.");
    }

    @Test
    void aLoginWithoutAChannelGivesItsGuestBackPristine() throws IOException {
        Path output = Files.createTempFile("idle", ".out");
        Process idle = ssh.from("127.0.0.9").with("-N").command().start(output);
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> hasLease("127.0.0.9"));
        } finally {
            idle.destroy();
            Files.deleteIfExists(output);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> !hasLease("127.0.0.9"));
        assertThat(eventsOf("honeypool.lease.released"))
                .last()
                .satisfies(event -> assertThat(event.get("used").booleanValue()).isFalse());
    }

    @Test
    void withoutAFreeGuestTheConnectionEndsAsABusyServersWould() {
        List<String> sources = List.of("127.0.3.1", "127.0.4.1", "127.0.5.1", "127.0.6.1");
        int refusedBefore = eventsOf("honeypool.lease.refused").size();

        List<Integer> statuses = sources.stream()
                .map(source -> ssh.from(source).run("true").status())
                .toList();

        assertThat(statuses).contains(255);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(eventsOf("honeypool.lease.refused"))
                        .hasSizeGreaterThan(refusedBefore)
                        .last()
                        .satisfies(event ->
                                assertThat(event.get("reason").stringValue()).isEqualTo("pool-exhausted")));
        assertThat(operator.activeLeases()).hasSizeLessThanOrEqualTo(DeploymentExtension.MAXIMUM);
    }

    @Test
    void callsWithoutTheRightTokenAreRefused() {
        assertThat(new PoolApi(deployment.apiPort(), null).get("leases").status())
                .isEqualTo(401);
        assertThat(deployment.apiWith("wrong").get("leases").status()).isEqualTo(401);
        assertThat(deployment
                        .api("viewer")
                        .delete("leases/00000000-0000-0000-0000-000000000000")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void callsThatCannotBeReadAreProblems() {
        PoolApi sensor = deployment.api("sensor");
        List<String> bodies = List.of(
                "{",
                "{\"sensorId\":\"s\",\"connectionId\":\"c\",\"sourceAddress\":\"localhost\",\"protocol\":\"SSH\"}",
                "{\"sensorId\":\"s\",\"connectionId\":\"c\",\"sourceAddress\":\"1.2.3.4\",\"protocol\":\"RSH\"}");

        assertThat(bodies).extracting(body -> sensor.post("leases", body)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.contentType()).startsWith("application/problem+json");
            assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:honeypool:problem:invalid-request");
        });
    }

    private JsonNode leaseOf(String source) {
        return operator.activeLeases().stream()
                .filter(lease -> lease.get("sourceAddress").stringValue().equals(source))
                .findFirst()
                .orElseThrow();
    }

    private boolean hasLease(String source) {
        return operator.activeLeases().stream()
                .anyMatch(lease -> lease.get("sourceAddress").stringValue().equals(source));
    }

    private List<JsonNode> eventsOf(String type) {
        return deployment.events().stream()
                .filter(event -> event.get("eventid").stringValue().equals(type))
                .toList();
    }

    private void awaitReady(int guests) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> operator.get("guests")
                                .json()
                                .get("items")
                                .valueStream()
                                .filter(guest ->
                                        guest.get("state").stringValue().equals("READY"))
                                .count()
                        >= guests);
    }
}
