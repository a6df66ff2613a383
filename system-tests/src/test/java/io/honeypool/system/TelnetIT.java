package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.system.bench.TelnetBot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Telnet clients that attackers use, through the sensor into guests. */
@ExtendWith(DeploymentExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelnetIT {

    private static final String PASSWORD = "orchid-9";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Deployment deployment;
    private final String port;

    @TempDir
    private Path directory;

    TelnetIT(Deployment deployment) {
        this.deployment = deployment;
        this.port = String.valueOf(deployment.telnetPort());
    }

    /** curl shows what comes only while it need not wait for what is typed, which it does unless that is an upload. */
    Stream<Command> clients() {
        return Stream.of(
                Command.of("telnet", "127.0.0.1", port),
                Command.of("busybox", "telnet", "127.0.0.1", port),
                Command.of("plink", "-telnet", "-P", port, "127.0.0.1"),
                Command.of("curl", "--no-progress-meter", "-N", "-T", ".", "-t", "WS=101x31")
                        .and("telnet://127.0.0.1:" + port));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aWrongPasswordIsRefusedAndARightOneGetsIntoTheGuest(Command client) throws IOException {
        wrongThenRight(client, "root", PASSWORD, "31 101");
        isPlayedAgain("sum-42");
    }

    /** The guest's own root changes its server to the one that the recipe's {@code telnetd busybox} has. */
    @Test
    void soItIsWithBusyboxInTheGuest() throws IOException {
        telnetd("/bin/busybox", "telnetd -i -l /bin/login");
        try {
            for (Command client : clients().toList()) {
                wrongThenRight(client, "root", PASSWORD, "31 101");
            }
            loadBots();
            tryPasswords("ncrack", "busy");
        } finally {
            telnetd("/usr/sbin/telnetd", "telnetd");
        }
    }

    private void telnetd(String program, String arguments) {
        deployment
                .ssh()
                .run("sed -i 's|nowait\troot\t.*|nowait\troot\t%s\t%s|' /etc/inetd.conf && pkill -HUP inetd"
                        .formatted(program, arguments))
                .orFail();
    }

    @Test
    void onlyTheGuestsOwnPasswordCountsWithoutSpoofing() throws IOException {
        try (SensorWith _ = sensorWith("{spoof-authentication: false}")) {
            JsonNode account = JsonMapper.shared()
                    .readTree(deployment.state().resolve("images/debian-12/image.json"))
                    .path("account");
            wrongThenRight(
                    clients().findFirst().orElseThrow(),
                    account.path("username").asString(),
                    account.path("password").asString(),
                    "31 101");
        }
    }

    @Test
    void theSensorsOwnPromptLeadsIntoTheGuest() throws IOException {
        try (SensorWith _ = sensorWith("{prompt: own, own: {failure-delay: 1s}}")) {
            for (Command client : clients().toList()) {
                wrongThenRight(client, "root", PASSWORD, "31 101");
            }
            loadBots();
            tryPasswords("hydra", "own");
            tryPasswords("ncrack", "own");
        }
    }

    @Test
    void aLoaderOfBotsFindsItsWay() throws IOException {
        loadBots();
    }

    private void loadBots() throws IOException {
        int before = inputs().size();
        try (TelnetBot loader = TelnetBot.connect(deployment.telnetPort())) {
            loader.await("login: ");
            loader.send("root");
            loader.await("assword: ");
            loader.send(PASSWORD);
            loader.await("# ");
            for (String line : List.of("enable", "system", "shell", "sh")) {
                loader.send(line);
                loader.await("# ");
            }
            loader.send("/bin/busybox MIRAI");
            loader.await("MIRAI: applet not found");
            loader.send("/bin/busybox wget; /bin/busybox tftp; /bin/busybox ECCHI");
            loader.await("ECCHI: applet not found");
        }

        await().atMost(PATIENCE).until(() -> inputs().size() >= before + 6);
        assertThat(inputs().subList(before, before + 6))
                .containsExactly(
                        "enable",
                        "system",
                        "shell",
                        "sh",
                        "/bin/busybox MIRAI",
                        "/bin/busybox wget; /bin/busybox tftp; /bin/busybox ECCHI");
    }

    private void wrongThenRight(Command client, String username, String password, String window) throws IOException {
        int before = inputs().size();
        try (Terminal terminal = Terminal.running(client, 101, 31)) {
            terminal.awaitOutput("login: ");
            terminal.type(username + "\r");
            terminal.awaitOutput("Password: ");
            terminal.type("123456\r");
            terminal.awaitOutput("incorrect");
            terminal.awaitOutput("login: ");
            terminal.type(username.substring(0, 3) + "\177" + username.substring(2) + "\r");
            terminal.awaitOutput("Password: ");
            terminal.type(password + "\r");
            terminal.awaitOutput("# ");
            terminal.type("echo sum-$((40+2)); stty size\r");
            terminal.awaitOutput("sum-42");
            terminal.awaitOutput(window);
            terminal.type("exit\r");
            terminal.awaitStatus();
        }

        await().atMost(PATIENCE).until(() -> inputs().size() >= before + 2);
        assertThat(inputs().subList(before, before + 2)).containsExactly("echo sum-$((40+2)); stty size", "exit");
        assertThat(telnet("cowrie.login.failed"))
                .extracting(event -> event.path("password").asString())
                .contains("123456");
        assertThat(telnet("cowrie.login.success"))
                .extracting(event -> event.path("password").asString())
                .contains(password);
    }

    /** By the launcher, and by a player that knows nothing of us. */
    private void isPlayedAgain(String shown) throws IOException {
        String session =
                telnet("cowrie.command.input").getLast().path("session").asString();
        JsonNode recorded = await().atMost(PATIENCE)
                .until(
                        () -> telnet("honeypool.recording.closed").stream()
                                .filter(event ->
                                        event.path("session").asString().equals(session))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        Path file = deployment
                .state()
                .resolve("sensor/recordings")
                .resolve(recorded.path("file").asString());
        await().atMost(PATIENCE).until(() -> Files.exists(file));
        Path plain = directory.resolve("plain.cast");
        Command.of("zcat", file.toString()).writing(plain).run().orFail();

        assertThat(deployment
                        .launcher("play", recorded.path("recording").asString(), "--max-idle", "0.01")
                        .run()
                        .orFail())
                .contains(shown);
        assertThat(Command.of("script", "-qec", "asciinema cat " + plain, "/dev/null")
                        .with("LC_ALL", "C.UTF-8")
                        .run()
                        .orFail())
                .contains(shown);
    }

    @Test
    void whoUsedSshFindsItsFilesAgain() throws IOException {
        deployment.ssh().run("echo kept > /root/over-ssh").orFail();

        try (Terminal terminal = Terminal.running(Command.of("telnet", "127.0.0.1", port), 80, 24)) {
            terminal.awaitOutput("login: ");
            terminal.type("root\r");
            terminal.awaitOutput("Password: ");
            terminal.type(PASSWORD + "\r");
            terminal.awaitOutput("# ");
            terminal.type("cat /root/over-ssh; echo over > /root/over-telnet\r");
            terminal.awaitOutput("kept");
            terminal.awaitOutput("# ");
            terminal.type("exit\r");
            terminal.awaitStatus();
        }

        assertThat(deployment.ssh().run("cat /root/over-telnet").orFail()).isEqualTo("over\n");
        assertThat(deployment.api("operator").activeLeasesOf("127.0.0.1")).hasSize(1);
    }

    /**
     * What hydra makes of the answers is its own affair: it finds nothing at the guest's server alone either. ncrack
     * waits for echo, which it refuses, and which a server that starts login(1) slowly then does not send.
     */
    @Test
    void whatABruteForceToolTriesIsRecorded() throws IOException {
        tryPasswords("hydra", "inet");
    }

    private void tryPasswords(String tool, String prefix) throws IOException {
        List<String> tries = Stream.of("one", "two", "three")
                .map(end -> tool + "-" + prefix + "-" + end)
                .toList();
        String passwords =
                Files.write(directory.resolve(tool + "-" + prefix), tries).toString();
        Command command = switch (tool) {
            case "hydra" ->
                Command.of("hydra", "-I", "-t", "4", "-l", "root", "-P", passwords, "-s", port)
                        .and("telnet://127.0.0.1");
            default ->
                Command.of("ncrack", "-v", "--user", "root", "-P", passwords)
                        .and("-g", "cl=1", "telnet://127.0.0.1:" + port);
        };

        command.within(Duration.ofMinutes(3)).run();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Stream.of("cowrie.login.failed", "cowrie.login.success")
                                .flatMap(id -> telnet(id).stream())
                                .map(event -> event.path("password").asString()))
                        .containsAll(tries));
    }

    /** A sensor with other settings for Telnet; the usual one again when it is closed. */
    private SensorWith sensorWith(String telnet) {
        deployment.withSensorSettings("honeypool.sensor.telnet: " + telnet + "\n");
        restartSensor();
        return () -> {
            deployment.withSensorSettings("");
            restartSensor();
        };
    }

    private void restartSensor() {
        new Services(deployment).killAndAwaitNext("sensor");
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), deployment.telnetPort()).close();
            return true;
        });
    }

    /** See {@link #sensorWith}. */
    private interface SensorWith extends AutoCloseable {
        @Override
        void close();
    }

    private List<String> inputs() {
        return telnet("cowrie.command.input").stream()
                .map(event -> event.path("input").asString())
                .toList();
    }

    private List<JsonNode> telnet(String eventId) {
        return deployment.events().stream()
                .filter(event -> event.path("protocol").asString().equals("telnet"))
                .filter(event -> event.path("eventid").asString().equals(eventId))
                .toList();
    }
}
