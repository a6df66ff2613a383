package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.RealTelnetd;
import io.honeypool.proxy.fixture.RealTelnetd.Kind;
import io.honeypool.proxy.fixture.RunningSensor;
import io.honeypool.proxy.fixture.ScriptedTelnet;
import io.honeypool.proxy.fixture.ScriptedTelnet.Manners;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Scripted clients through the sensor to real Telnet servers. */
class TelnetLoginIT {

    private static final String SHELL = "visitor@";

    @TempDir
    private static Path world;

    private static final Map<Kind, RealTelnetd> SERVERS = new EnumMap<>(Kind.class);

    @TempDir
    private Path directory;

    @BeforeAll
    static void startServers() throws IOException {
        for (Kind kind : Kind.values()) {
            SERVERS.put(kind, RealTelnetd.start(world.resolve(kind.name()), kind));
        }
    }

    @AfterAll
    static void stopServers() {
        SERVERS.values().forEach(RealTelnetd::close);
    }

    static Stream<Arguments> everyServerAndEveryManners() {
        return Stream.of(Kind.INETUTILS, Kind.BUSYBOX)
                .flatMap(kind -> Stream.of(Manners.values()).map(manners -> Arguments.of(kind, manners)));
    }

    @ParameterizedTest
    @MethodSource("everyServerAndEveryManners")
    void wrongPasswordsAreRefusedAndTheRightOneGetsIn(Kind kind, Manners manners) throws IOException {
        try (RunningSensor sensor = start(kind);
                ScriptedTelnet client = ScriptedTelnet.connect(sensor.telnetPort(), manners)) {
            client.await("login: ").send("admin\r\n").await("Password: ").send("wrong\r\n");
            client.await("incorrect").await("login: ").send("root\r\n").await("Password: ");
            client.send(RunningSensor.PASSWORD + "\r\n").await(SHELL);
            client.send("echo $((6*7))-$USER\r\n").await("42-visitor");
            client.send("exit\r\n").awaitEnd();

            assertThat(client.shown()).doesNotContain(RealTelnetd.PASSWORD);
            assertThat(client.shown().lines().filter(line -> line.contains("login: visitor")))
                    .isEmpty();
            assertThat(said(sensor))
                    .containsExactly(
                            "cowrie.session.connect",
                            "honeypool.lease.granted",
                            "cowrie.proxy.backend_connected",
                            "cowrie.login.failed admin/wrong",
                            "cowrie.login.success root/" + RunningSensor.PASSWORD,
                            "cowrie.command.input echo $((6*7))-$USER",
                            "cowrie.command.input exit",
                            "honeypool.lease.released used",
                            "cowrie.session.closed");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"INETUTILS", "BUSYBOX"})
    void everythingSentAtOnceBeforeAnyPromptIsTakenInItsTurn(Kind kind) throws IOException {
        try (RunningSensor sensor = start(kind);
                ScriptedTelnet client = ScriptedTelnet.connect(sensor.telnetPort(), Manners.SILENT)) {
            client.send("root\r\n" + RunningSensor.PASSWORD + "\r\nenable\r\nsystem\r\nshell\r\nsh\r\n"
                    + "/bin/busybox MIRAI\r\n");
            client.await("shell: command not found");
            client.endInput();

            assertThat(said(sensor))
                    .contains(
                            "cowrie.login.success root/" + RunningSensor.PASSWORD,
                            "cowrie.command.input enable",
                            "cowrie.command.input system",
                            "cowrie.command.input shell",
                            "cowrie.command.input sh",
                            "cowrie.command.input /bin/busybox MIRAI")
                    .noneMatch(said -> said.startsWith("cowrie.command.input " + RunningSensor.PASSWORD));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"INETUTILS", "BUSYBOX"})
    void withoutSpoofingTheGuestDecidesAndIsReadAlong(Kind kind) throws IOException {
        try (RunningSensor sensor = start(kind, "--honeypool.sensor.telnet.spoof-authentication=false");
                ScriptedTelnet client = ScriptedTelnet.connect(sensor.telnetPort(), Manners.AGREEABLE)) {
            client.await("login: ").send("root\r\n").await("Password: ");
            client.send(RunningSensor.PASSWORD + "\r\n").await("incorrect").await("login: ");
            client.send("visitorr\177\r\n").await("Password: ").send(RealTelnetd.PASSWORD + "\r\n");
            client.await(SHELL).send("exit\r\n").awaitEnd();

            assertThat(said(sensor))
                    .contains(
                            "cowrie.login.failed root/" + RunningSensor.PASSWORD,
                            "cowrie.login.success visitor/" + RealTelnetd.PASSWORD,
                            "cowrie.command.input exit",
                            "honeypool.lease.released used");
        }
    }

    private RunningSensor start(Kind kind, String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--honeypool.sensor.telnet.answer-for-silent=500ms");
        return RunningSensor.start(
                directory.resolve("state"),
                Objects.requireNonNull(SERVERS.get(kind)).asBackend(),
                all.toArray(String[]::new));
    }

    /**
     * The events of the one session once it is over, with what matters of them: all but what the client says of itself,
     * and the recording, which ends in its own time.
     */
    private static List<String> said(RunningSensor sensor) {
        await().until(() -> !sensor.events("cowrie.session.closed").isEmpty());
        return sensor.events().stream()
                .filter(event -> !event.path("eventid")
                        .asString()
                        .matches("(cowrie.client|cowrie.log|honeypool.recording)\\..*"))
                .map(TelnetLoginIT::shown)
                .toList();
    }

    private static String shown(JsonNode event) {
        String id = event.path("eventid").asString();
        return switch (id) {
            case "cowrie.login.failed", "cowrie.login.success" ->
                id + " " + event.path("username").asString() + "/"
                        + event.path("password").asString();
            case "cowrie.command.input" -> id + " " + event.path("input").asString();
            case "honeypool.lease.released" -> id + (event.path("used").asBoolean() ? " used" : " unused");
            default -> id;
        };
    }
}
