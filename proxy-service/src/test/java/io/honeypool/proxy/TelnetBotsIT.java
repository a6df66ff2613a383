package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.RealTelnetd;
import io.honeypool.proxy.fixture.RealTelnetd.Kind;
import io.honeypool.proxy.fixture.RunningSensor;
import io.honeypool.proxy.fixture.ScriptedTelnet;
import io.honeypool.proxy.fixture.ScriptedTelnet.Manners;
import io.honeypool.proxy.session.SessionRegistry;
import io.honeypool.proxy.telnet.codec.Telnet;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Negotiation;
import io.honeypool.proxy.telnet.codec.TelnetCommand.Subnegotiation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What bots do and no client would, through the sensor to real Telnet servers. */
class TelnetBotsIT {

    @TempDir
    private static Path world;

    private static RealTelnetd telnetd;
    private static RealTelnetd open;
    private static RunningSensor sensor;
    private static RunningSensor openSensor;

    @BeforeAll
    static void start() throws IOException {
        telnetd = RealTelnetd.start(world.resolve("inetutils"), Kind.INETUTILS);
        open = RealTelnetd.start(world.resolve("open"), Kind.OPEN);
        sensor = RunningSensor.start(
                world.resolve("state"),
                telnetd.asBackend(),
                "--honeypool.sensor.telnet.raw.sources=127.0.0.0/8",
                "--honeypool.sensor.telnet.answer-for-silent=500ms");
        openSensor = RunningSensor.start(world.resolve("open-state"), open.asBackend());
    }

    @AfterAll
    static void stop() {
        openSensor.close();
        sensor.close();
        open.close();
        telnetd.close();
    }

    /** A loader of the Mirai kind: answers what it must, waits for prompts, and asks for the architecture. */
    @Test
    void aLoaderFindsItsWay() throws IOException {
        try (ScriptedTelnet loader = connect(Manners.REFUSING)) {
            loader.await("login:").send("root\r\n").await("assword:").send(RunningSensor.PASSWORD + "\r\n");
            loader.await("$")
                    .send("enable\r\n")
                    .await("$")
                    .send("system\r\n")
                    .await("$")
                    .send("sh\r\n")
                    .await("$");
            loader.send("/bin/busybox ECCHI\r\n").await("ECCHI: applet not found");
            loader.send("cat /proc/mounts; /bin/busybox ECCHI\r\n").await("ECCHI: applet not found");
            loader.send("/bin/busybox echo -e '\\x47\\x72\\x6f\\x70/tmp' > /tmp/.nippon; cat /tmp/.nippon\r\n")
                    .await("Grop/tmp");
            loader.send("/bin/busybox echo -ne '\\x2f\\x76' >> /tmp/.nippon; echo DONE-\"\"1\r\n")
                    .await("DONE-1");

            assertThat(inputs(closed(loader)))
                    .containsExactly(
                            "enable",
                            "system",
                            "sh",
                            "/bin/busybox ECCHI",
                            "cat /proc/mounts; /bin/busybox ECCHI",
                            "/bin/busybox echo -e '\\\\x47\\\\x72\\\\x6f\\\\x70/tmp' > /tmp/.nippon; cat /tmp/.nippon",
                            "/bin/busybox echo -ne '\\\\x2f\\\\x76' >> /tmp/.nippon; echo DONE-\"\"1");
            assertThat(sensor.events("cowrie.session.file_upload"))
                    .filteredOn(event -> event.path("destfile").asString().equals("/tmp/.nippon"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.path("size").asInt()).isEqualTo("Grop/tmp\n/v".length()));
        }
    }

    @Test
    void howTheBytesAreCutMakesNoDifference() throws IOException, InterruptedException {
        String script = "admin\r\nadmin\r\nroot\r\n" + RunningSensor.PASSWORD
                + "\r\necho one\r\nxx\177\177echo two\r\n\r\necho \\ \377\377 \303\274\r\nexit\r\n";
        List<List<String>> said = new ArrayList<>();
        for (int size : List.of(1, 7, script.length())) {
            try (ScriptedTelnet bot = connect(Manners.AGREEABLE)) {
                bot.send(script, size).awaitEnd();
                said.add(shown(closed(bot)));
            }
        }

        assertThat(said.getFirst())
                .contains(
                        "cowrie.login.failed admin/admin",
                        "cowrie.login.success root/" + RunningSensor.PASSWORD,
                        "cowrie.command.input echo one",
                        "cowrie.command.input echo two",
                        "cowrie.command.input echo \\\\ \\xff ü",
                        "cowrie.command.input exit");
        assertThat(said.get(1)).isEqualTo(said.getFirst());
        assertThat(said.get(2)).isEqualTo(said.getFirst());
    }

    @Test
    void credentialsOfAnyBytesAreRecordedAsTheyAre() throws IOException {
        try (ScriptedTelnet bot = connect(Manners.AGREEABLE)) {
            bot.await("login:").send("a\\b\33[2J\26\0\303\244\r\n").await("assword:");
            bot.send("\377\377\303(\26\r\r\n").await("incorrect");

            assertThat(shown(closed(bot))).contains("cowrie.login.failed a\\\\b\\x1b[2J\\x00ä/\\xff\\xc3(\\x0d");
        }
    }

    @Test
    void negotiationWithoutEndNeitherFillsNorEndsAnything() throws IOException {
        byte[] offers = new byte[3 * 256];
        for (int i = 0; i < 256; i++) {
            System.arraycopy(new Negotiation(Telnet.DONT, i).encoded(), 0, offers, 3 * i, 3);
        }
        try (ScriptedTelnet bot = connect(Manners.AGREEABLE)) {
            bot.await("login:");
            for (int i = 0; i < 300; i++) {
                bot.send(offers);
            }
            bot.send("\377\372\37");
            for (int i = 0; i < 64; i++) {
                bot.send("x".repeat(16 * 1024));
            }
            bot.send(new byte[] {(byte) Telnet.IAC, (byte) Telnet.SE});
            bot.send("bot\r\n").await("assword:").send("net\r\n").await("incorrect");

            List<JsonNode> events = closed(bot);
            assertThat(shown(events)).contains("cowrie.login.failed bot/net");
            assertThat(events)
                    .filteredOn(event -> id(event).equals("cowrie.client.malformed_packet"))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.path("messagenum").asInt()).isEqualTo(31));
        }
    }

    @Test
    void sizeTypeAndVariablesAreSeenAndAnAttackIsTold() throws IOException {
        try (ScriptedTelnet bot = connect(Manners.AGREEABLE)) {
            bot.await("login:");
            bot.send(Subnegotiation.of("\47\0\0USER\1-f root".getBytes(StandardCharsets.ISO_8859_1))
                    .encoded());
            bot.send("x\r\n").await("assword:");

            List<JsonNode> events = closed(bot);
            assertThat(events)
                    .filteredOn(event -> id(event).equals("cowrie.client.size"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.path("width").asInt()).isEqualTo(132));
            assertThat(events)
                    .filteredOn(event -> id(event).equals("cowrie.telnet.exploit_attempt"))
                    .singleElement()
                    .satisfies(
                            event -> assertThat(event.path("value").asString()).isEqualTo("-f root"));
        }
    }

    @Test
    void whatIsPipedInWithoutWaitingIsDoneToItsEnd() throws IOException {
        try (ScriptedTelnet bot = connect(Manners.SILENT)) {
            bot.send("root\n" + RunningSensor.PASSWORD + "\necho $((6*7))\n");
            bot.endInput();
            bot.awaitEnd();

            assertThat(inputs(closed(bot))).containsExactly("echo $((6*7))");
        }
    }

    @Test
    void whoNeverLogsInGivesTheGuestBackUnused() throws IOException {
        try (ScriptedTelnet scanner = connect(Manners.SILENT)) {
            scanner.await("login:");

            assertThat(closed(scanner))
                    .filteredOn(event -> id(event).equals("honeypool.lease.released"))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.path("used").asBoolean(true)).isFalse());
        }
    }

    @Test
    void aGuestWithoutALoginIsEnteredWithoutOne() throws IOException {
        try (ScriptedTelnet bot = ScriptedTelnet.connect(openSensor.telnetPort(), Manners.REFUSING)) {
            bot.await("OpenWrt:~#").send("echo $((6*7))\r\n").await("42");
            bot.send("exit\r\n").awaitEnd();

            await().until(() -> !openSensor.events("cowrie.session.closed").isEmpty());
            assertThat(inputs(openSensor.events())).containsExactly("echo $((6*7))", "exit");
            assertThat(openSensor
                            .events("honeypool.lease.released")
                            .getFirst()
                            .path("used")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void aHundredAtOnceAreAllServed() throws IOException {
        List<ScriptedTelnet> bots = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                bots.add(connect(Manners.REFUSING).send("bot" + i + "\r\nwrong\r\n"));
            }
            bots.forEach(bot -> bot.await("incorrect"));

            assertThat(sensor.events("cowrie.login.failed"))
                    .extracting(event -> event.path("username").asString())
                    .contains("bot0", "bot50", "bot99");
        } finally {
            for (ScriptedTelnet bot : bots) {
                bot.close();
            }
        }
        await().until(() -> sensor.bean(SessionRegistry.class).size() == 0);
    }

    private static ScriptedTelnet connect(Manners manners) throws IOException {
        return ScriptedTelnet.connect(sensor.telnetPort(), manners);
    }

    /** The events of a client's session once it is over, but for the raw ones, of which there must be some. */
    private static List<JsonNode> closed(ScriptedTelnet client) throws IOException {
        client.close();
        await().until(() -> events(client).stream().anyMatch(event -> id(event).equals("cowrie.session.closed")));
        List<JsonNode> events = events(client);
        assertThat(events).anyMatch(event -> id(event).equals("honeypool.raw"));
        return events.stream()
                .filter(event -> !id(event).equals("honeypool.raw"))
                .toList();
    }

    private static List<JsonNode> events(ScriptedTelnet client) {
        return sensor.events().stream()
                .filter(event -> event.path("src_port").asInt() == client.localPort())
                .toList();
    }

    private static String id(JsonNode event) {
        return event.path("eventid").asString();
    }

    private static List<String> inputs(List<JsonNode> events) {
        return events.stream()
                .filter(event -> id(event).equals("cowrie.command.input"))
                .map(event -> event.path("input").asString())
                .toList();
    }

    private static List<String> shown(List<JsonNode> events) {
        return events.stream()
                .filter(event -> !id(event).startsWith("cowrie.client."))
                .map(event -> switch (id(event)) {
                    case "cowrie.login.failed", "cowrie.login.success" ->
                        id(event) + " " + event.path("username").asString() + "/"
                                + event.path("password").asString();
                    case "cowrie.command.input" ->
                        id(event) + " " + event.path("input").asString();
                    default -> id(event);
                })
                .toList();
    }
}
