package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A sensor on one host, its pool on another, an attacker on a third: set up as docs/remote-pool.md tells operators. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemoteDeploymentIT {

    private static final String NAME = "edge-1";
    private static final String PASSWORD = "crocus-" + UUID.randomUUID();

    /** What is promised: how long after a sensor was revoked its tunnels are over. */
    private static final Duration TUNNELS_END = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern OPEN_PORT = Pattern.compile("(\\d+)/open/tcp");

    @TempDir
    private static Path directory;

    private RemoteHosts hosts;
    private Deployment pool;
    private Deployment sensor;
    private PacketCapture wayToPool;
    private PacketCapture wayToSensor;
    private String joinString;
    private Ssh ssh;

    @BeforeAll
    void up() {
        hosts = new RemoteHosts();
        pool = Deployment.prepare(hosts.pool()).build();
        sensor = Deployment.prepare(hosts.sensor());
        wayToPool = new PacketCapture(hosts.sensor(), RemoteHosts.TO_POOL, directory);
        wayToSensor = new PacketCapture(hosts.sensor(), RemoteHosts.TO_ATTACKER, directory);
        pool.up(1, "--only", "pool", "--remote-host", RemoteHosts.POOL_FROM_SENSOR);
        joinString = pool.launcher("sensor", "enroll", NAME)
                .run()
                .orFail()
                .lines()
                .toList()
                .getFirst();
        sensor.launcher("sensor", "join", joinString).run().orFail();
        sensor.up(1, "--only", "sensor", "--ssh-port", "22", "--telnet-port", "23");
        ssh = Ssh.to(22)
                .as("root", PASSWORD)
                .from("0.0.0.0")
                .with("-o", "HostName=" + RemoteHosts.SENSOR_FROM_ATTACKER);
    }

    @AfterAll
    void down() throws Exception {
        closeAll(Stream.<AutoCloseable>of(hosts, pool, sensor, wayToSensor, wayToPool)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(ArrayDeque::new)));
    }

    private static void closeAll(Deque<AutoCloseable> things) throws Exception {
        if (!things.isEmpty()) {
            try {
                things.removeLast().close();
            } finally {
                closeAll(things);
            }
        }
    }

    @Test
    @Order(1)
    void whatAttackersAndGuestsSayIsReadableNowhereOnTheWayToThePool() throws IOException {
        String word = "marker-" + UUID.randomUUID();
        assertThat(run("echo " + word + " | tee /root/word; uname -n").lines().toList())
                .hasSize(2)
                .startsWith(word);
        moveAFileThereAndBack(word);
        readByTelnet(word);

        List<String> talk = List.of("SSH-2.0", word, PASSWORD);
        List<String> secrets = new ArrayList<>(talk);
        secrets.addAll(List.of("Bearer", "CONNECT", joinString.substring(joinString.lastIndexOf('/') + 1), token()));
        secrets.addAll(pool.query("SELECT id FROM lease"));
        assertThat(secrets).hasSizeGreaterThanOrEqualTo(8).doesNotContain("");
        assertThat(wayToSensor.seen(talk))
                .as("what a search finds where Telnet is spoken")
                .contains("SSH-2.0", word);
        assertThat(wayToPool.size()).isGreaterThan(500_000);
        assertThat(wayToPool.seen(secrets)).isEmpty();
    }

    @Test
    @Order(2)
    void thePoolsHostShowsTheApiAndTheGatewayAlone() {
        List<Integer> expected = List.of(pool.apiPort() + 2, pool.apiPort() + 3);

        assertThat(scan(hosts.attacker(), RemoteHosts.POOL_FROM_ATTACKER)).isEqualTo(expected);
        assertThat(scan(hosts.sensor(), RemoteHosts.POOL_FROM_SENSOR)).isEqualTo(expected);
        assertThat(listeners(hosts.pool()))
                .as("by TCP and UDP, IPv4 and IPv6")
                .hasSize(2)
                .allMatch(listener -> expected.stream().anyMatch(port -> listener.endsWith(":" + port)));
    }

    @Test
    @Order(3)
    void thereIsNoOtherWayToAGuest() {
        run("true");
        String guest = pool.query("SELECT host(address) FROM guest WHERE state = 'LEASED'")
                .getFirst();
        assertThat(reaches(hosts.pool(), guest)).as("the pool's host").isTrue();

        for (Placement host : List.of(hosts.sensor(), hosts.attacker())) {
            String next = host.entrance().equals(hosts.sensor().entrance())
                    ? RemoteHosts.POOL_FROM_SENSOR
                    : RemoteHosts.POOL_FROM_ATTACKER;
            host.command("ip", "route", "add", guest, "via", next).run().orFail();
            assertThat(reaches(host, guest)).as(host.toString()).isFalse();
        }
    }

    @Test
    @Order(4)
    void theSensorMayBindLowPortsAndNothingElse() {
        assertThat(ProcessRights.of(new Services(sensor).pid("sensor")))
                .isEqualTo(new ProcessRights(
                        "honeypool-sensor", ProcessRights.BIND_SERVICE, ProcessRights.BIND_SERVICE, true));
        assertThat(ProcessRights.of(new Services(pool).pid("pool"))).isEqualTo(ProcessRights.none("honeypool"));
    }

    @Test
    @Order(5)
    void aRevokedSensorIsOutAtOnce() throws IOException {
        Path output = directory.resolve("session");
        Process session = ssh.withPassword(
                        Command.of(ssh.arguments("echo inside; sleep 600")).at(hosts.attacker()))
                .start(output);
        try {
            await().atMost(PATIENCE).until(() -> Files.readString(output).contains("inside"));
            assertThat(tunnels()).isPositive();
            assertThat(callOfSensor()).isEqualTo(404);

            pool.launcher("sensor", "revoke", NAME).run().orFail();

            assertThat(callOfSensor()).isEqualTo(401);
            await().atMost(TUNNELS_END).pollDelay(Duration.ZERO).until(() -> tunnels() == 0 && !session.isAlive());
        } finally {
            session.destroyForcibly();
        }
        assertThat(attempt("true").status()).isNotZero();
        assertThat(tunnels()).isZero();
        assertThat(pool.launcher("sensor", "list").run().orFail()).containsPattern(NAME + " +REVOKED +0 ");
    }

    private Command.Result attempt(String remote) {
        return ssh.withPassword(Command.of(ssh.arguments(remote)).at(hosts.attacker()))
                .run();
    }

    private String run(String remote) {
        return attempt(remote).orFail();
    }

    private void moveAFileThereAndBack(String word) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), (word + "\n").repeat(6_000));
        Path back = directory.resolve("back");
        FileTransfer sftp = FileTransfer.sftp(ssh);
        sftp.upload().apply(file, "/root/file").at(hosts.attacker()).run().orFail();
        sftp.download().apply("/root/file", back).at(hosts.attacker()).run().orFail();
        assertThat(Files.mismatch(file, back)).isEqualTo(-1);
    }

    private void readByTelnet(String word) throws IOException {
        Command client = hosts.attacker().command("telnet", RemoteHosts.SENSOR_FROM_ATTACKER);
        try (Terminal terminal = Terminal.running(client, 80, 24)) {
            terminal.awaitOutput("login: ");
            terminal.type("root\r");
            terminal.awaitOutput("Password: ");
            terminal.type(PASSWORD + "\r");
            terminal.awaitOutput("# ");
            terminal.type("cat /root/word\r");
            terminal.awaitOutput(word);
            terminal.type("exit\r");
            terminal.awaitStatus();
        }
    }

    /** What the sensor got when it joined. */
    private String token() throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(sensor.state().resolve("sensor/pool.json")))
                .get("token")
                .stringValue();
    }

    /** The status of a call that the sensor may make, with its own token, for a lease that there is not. */
    private int callOfSensor() throws IOException {
        Path header = Files.writeString(directory.resolve("header"), "Authorization: Bearer " + token());
        String url = "https://" + RemoteHosts.POOL_FROM_SENSOR + ":" + (pool.apiPort() + 2)
                + "/api/v1/leases/00000000-0000-0000-0000-000000000000/connections/none?sensorId=" + NAME;
        String status = hosts.sensor()
                .command("curl", "-sk", "-o", "/dev/null", "-w", "%{http_code}", "-X", "PUT", "-H", "@" + header, url)
                .run()
                .orFail();
        return Integer.parseInt(status);
    }

    /** Connections that stand at the gateway. */
    private long tunnels() {
        String filter = "sport = :" + (pool.apiPort() + 3);
        return hosts.pool()
                .command("ss", "-Htn", "state", "established", filter)
                .run()
                .orFail()
                .lines()
                .count();
    }

    private static List<Integer> scan(Placement from, String address) {
        String found = from.command("nmap", "-n", "-Pn", "-sS", "-p-", "--open", "-oG", "-", address)
                .and("--min-rate", "4000", "--max-retries", "4")
                .run()
                .orFail();
        return OPEN_PORT
                .matcher(found)
                .results()
                .map(port -> Integer.valueOf(port.group(1)))
                .toList();
    }

    /** Where something listens that others than the host itself can reach. */
    private static List<String> listeners(Placement host) {
        return host.command("ss", "-Htuln")
                .run()
                .orFail()
                .lines()
                .map(line -> line.strip().split("\\s+", -1)[4])
                .filter(local ->
                        !local.startsWith("127.") && !local.startsWith("[::1]") && !local.startsWith("[::ffff:127."))
                .toList();
    }

    private static boolean reaches(Placement from, String address) {
        return from.command("timeout", "3", "bash", "-c", "exec 3<>/dev/tcp/" + address + "/22")
                        .run()
                        .status()
                == 0;
    }
}
