package io.honeypool.proxy.ssh;

import static io.honeypool.proxy.fixture.RawSsh.join;
import static io.honeypool.proxy.fixture.RawSsh.number;
import static io.honeypool.proxy.fixture.RawSsh.payload;
import static io.honeypool.proxy.fixture.RawSsh.string;
import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.fixture.BareSsh;
import io.honeypool.proxy.fixture.Leftovers;
import io.honeypool.proxy.fixture.RawSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * What no honest client sends once there are keys, sent to the sensor and to a real sshd: both answer the same, it is
 * one event, and nothing is left of it.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostileMessagesIT {

    private static final int OPEN = 90;
    private static final int DATA = 94;
    private static final int REQUEST = 98;
    private static final int PIECE = 32 * 1024;
    private static final int WINDOW = 2 * 1024 * 1024;

    @TempDir
    private static Path directory;

    private static RealSshd sshd;
    private static RunningSensor sensor;
    private static BareSsh clients;
    private static Leftovers leftovers;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        sshd = RealSshd.start(directory.resolve("guest"));
        sensor = RunningSensor.start(directory.resolve("sensor"), sshd.asBackend("root"));
        clients = BareSsh.start();
        play(true, client -> client.hear());
        leftovers = new Leftovers(sensor, directory);
    }

    @AfterAll
    static void stop() {
        leftovers.expectNone();
        clients.close();
        sensor.close();
        sshd.close();
    }

    static IntStream numbers() {
        return IntStream.of(
                0, 2, 3, 4, 5, 6, 7, 8, 19, 21, 22, 30, 31, 49, 50, 51, 52, 53, 60, 61, 66, 79, 83, 89, 101, 127, 191,
                192, 255);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aMessageAfterALoginIsAnsweredAsSshdAnswersIt(int number) throws IOException {
        byte[] message = new byte[17];
        message[0] = (byte) number;

        compare(true, message);
    }

    static Stream<byte[]> brokenLogins() {
        byte[] root = string("root");
        byte[] service = string("ssh-connection");
        return Stream.of(
                payload(50),
                payload(50, root),
                payload(50, root, service, string("none"), new byte[1]),
                payload(50, root, service, string("password")),
                payload(50, root, service, string("password"), new byte[] {0, 0, 0, 0, 9}),
                payload(50, root, service, string("password"), new byte[] {0, -1, -1, -1, -1}),
                payload(50, root, service, string("publickey"), new byte[] {1, 0, 0, 0, 1, 65}),
                payload(50, string(new byte[] {'r', 0, 't'}), service, string("none")),
                payload(61, new byte[4]),
                payload(60, new byte[40]));
    }

    @ParameterizedTest
    @MethodSource("brokenLogins")
    void aBrokenLoginIsAnsweredAsSshdAnswersIt(byte[] login) throws IOException {
        compare(false, login);
    }

    @Test
    void aSecondOfferDuringAKeyExchangeIsAnsweredAsSshdAnswersIt() throws IOException {
        byte[] offer = payload(RawSsh.keyExchange("curve25519-sha256"));
        for (byte[] second : List.of(
                offer,
                payload(30, new byte[40]),
                payload(21),
                payload(5, string("ssh-userauth")),
                payload(DATA, number(7), string("x")))) {
            compare(true, client -> {
                client.say(offer);
                client.hearUntil(message -> message[0] == 20);
                client.say(second);
                return client.hear();
            });
        }
    }

    static Stream<byte[]> packets() {
        byte[] rest = new byte[252];
        return Stream.of(0, 1, 4, 5, 12, 13, 28, 240, 262_144, 262_160, 1_000_000, -1)
                .map(length -> join(number(length), rest));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void aPacketThatNobodyEncryptedIsAnsweredAsSshdAnswersIt(byte[] packet) throws IOException {
        for (boolean loggedIn : new boolean[] {false, true}) {
            List<String> expected = converse(sshd.port(), RealSshd.PASSWORD, loggedIn, broken(packet)).heard;
            Heard heard = converse(sensor.port(), RunningSensor.PASSWORD, loggedIn, broken(packet));

            assertThat(heard.heard).isEqualTo(expected).endsWith("closed");
            assertThat(leftovers.theFaultOf(heard.port).path("eventid").asString())
                    .isEqualTo("honeypool.protocol.error");
        }
    }

    /** A length that is plausible once it is deciphered would be waited for; there is enough for the longest one. */
    private static Function<BareSsh.Connection, List<String>> broken(byte[] packet) {
        return client -> {
            client.sayInTheClear(packet);
            client.sayInTheClear(new byte[300_000]);
            return client.hearUntil(message -> false);
        };
    }

    static Stream<byte[]> cutMessages() {
        List<byte[]> whole = List.of(
                payload(OPEN, string("session"), number(0), number(WINDOW), number(PIECE)),
                payload(
                        OPEN,
                        string("direct-tcpip"),
                        number(0),
                        number(WINDOW),
                        number(PIECE),
                        string("127.0.0.1"),
                        number(1),
                        string("127.0.0.1"),
                        number(1)),
                payload(80, string("keepalive@openssh.com"), new byte[] {1}),
                payload(80, string("tcpip-forward"), new byte[] {1}, string("localhost"), number(0)),
                payload(DATA, number(0), string("data")),
                payload(93, number(0), number(1)),
                payload(91, number(0)),
                payload(92, number(0)),
                payload(95, number(0)),
                payload(96, number(0)),
                payload(97, number(0)),
                payload(99, number(0)),
                payload(100, number(0)),
                payload(REQUEST, number(0), string("exec"), new byte[] {1}, string("true")));
        return whole.stream()
                .flatMap(message -> IntStream.of(1, 3, 5, 9, message.length - 5, message.length - 1)
                        .distinct()
                        .filter(length -> length > 0 && length < message.length)
                        .mapToObj(length -> Arrays.copyOf(message, length)));
    }

    @ParameterizedTest
    @MethodSource("cutMessages")
    void aMessageThatIsCutOffIsAnsweredAsSshdAnswersIt(byte[] message) throws IOException {
        List<String> expected = converse(sshd.port(), RealSshd.PASSWORD, true, said(message)).heard;
        Heard heard = converse(sensor.port(), RunningSensor.PASSWORD, true, said(message));

        assertThat(heard.heard).isEqualTo(expected);
        if (heard.heard.contains("closed")) {
            leftovers.theFaultOf(heard.port);
        }
    }

    /** Says a message and waits for what the guest answers behind it. */
    private static Function<BareSsh.Connection, List<String>> said(byte[]... messages) {
        return client -> {
            for (byte[] message : messages) {
                client.say(message);
            }
            return client.hearUntil(lastIsAnswered(client));
        };
    }

    private static Predicate<byte[]> lastIsAnswered(BareSsh.Connection client) {
        client.say(payload(OPEN, string("last@example.org"), number(0xffff), number(1), number(1)));
        return message -> message[0] == 92 && ByteBuffer.wrap(message).getInt(1) == 0xffff;
    }

    /** Opens a session and waits until it is open. */
    private static void openSession(BareSsh.Connection client) {
        client.say(payload(OPEN, string("session"), number(0), number(WINDOW), number(PIECE)));
        client.hearUntil(message -> message[0] == 91);
    }

    @Test
    void whoIgnoresAWindowIsTreatedAsSshdTreatsIt() throws IOException {
        Function<BareSsh.Connection, List<String>> flood = client -> {
            openSession(client);
            client.say(payload(REQUEST, number(0), string("exec"), new byte[1], string("sleep 60")));
            byte[] data = payload(DATA, number(0), string(new byte[PIECE - 64]));
            for (int i = 0; i < 3 * WINDOW / PIECE; i++) {
                client.say(data);
            }
            // how much is adjusted at once is a matter of time
            return client.hearUntil(lastIsAnswered(client)).stream()
                    .map(message -> message.substring(0, 2))
                    .distinct()
                    .toList();
        };

        List<String> expected = converse(sshd.port(), RealSshd.PASSWORD, true, flood).heard;
        assertThat(converse(sensor.port(), RunningSensor.PASSWORD, true, flood).heard)
                .isEqualTo(expected);
    }

    @Test
    void bytesThatAreNoTextGoThroughAsTheyAre() throws IOException {
        byte[] bytes = {(byte) 0xff, (byte) 0xfe, (byte) 0xc3, '(', (byte) 0xed, (byte) 0xa0, (byte) 0x80};
        byte[] command = join(ascii("printf '%s' '"), bytes, ascii("'"));
        byte[][] messages = {
            payload(80, string(bytes), new byte[] {1}),
            payload(OPEN, string(bytes), number(5), number(WINDOW), number(PIECE)),
            payload(REQUEST, number(0), string(bytes), new byte[] {1}),
            payload(REQUEST, number(0), string("env"), new byte[] {1}, string(bytes), string(bytes)),
            payload(REQUEST, number(0), string("subsystem"), new byte[] {1}, string(bytes)),
            payload(REQUEST, number(0), string("exec"), new byte[] {1}, string(command))
        };
        Function<BareSsh.Connection, List<String>> talk = client -> {
            openSession(client);
            for (byte[] message : messages) {
                client.say(message);
            }
            // whether nobody reads any more is told or not, as it happens
            return client.hearUntil(message -> message[0] == 97).stream()
                    .filter(message -> !message.contains(HexFormat.of().formatHex(ascii("eow@openssh.com"))))
                    .sorted()
                    .toList();
        };

        List<String> expected = converse(sshd.port(), RealSshd.PASSWORD, true, talk).heard;
        Heard heard = converse(sensor.port(), RunningSensor.PASSWORD, true, talk);

        assertThat(heard.heard).isEqualTo(expected).anyMatch(message -> message.endsWith("fffec328eda080"));
        assertThat(sensor.events("cowrie.command.input"))
                .last()
                .satisfies(event -> assertThat(event.path("input").asString())
                        .isEqualTo("printf '%s' '\\xff\\xfe\\xc3(\\xed\\xa0\\x80'"));
        assertThat(leftovers.faultsOf(heard.port)).isEmpty();
    }

    @Test
    void lastWordsOfAnAttackerAreNoneOfOurs(CapturedOutput log) throws IOException {
        Heard heard = converse(sensor.port(), RunningSensor.PASSWORD, true, client -> {
            client.say(payload(1, number(11), string("bye\nINFO all is well"), string("")));
            return client.hearUntil(message -> false);
        });

        assertThat(heard.heard).containsExactly("closed");
        leftovers.expectNone();
        assertThat(log.getAll()).doesNotContain("all is well");
    }

    private static void compare(boolean loggedIn, byte[] message) throws IOException {
        compare(loggedIn, client -> {
            client.say(message);
            return client.hear();
        });
    }

    private static void compare(boolean loggedIn, Function<BareSsh.Connection, List<String>> talk) throws IOException {
        List<String> expected = converse(sshd.port(), RealSshd.PASSWORD, loggedIn, talk).heard;
        Heard heard = converse(sensor.port(), RunningSensor.PASSWORD, loggedIn, talk);

        assertThat(heard.heard).isEqualTo(expected);
        // the message that ends the conversation is none that anybody expects
        leftovers.theFaultOf(heard.port);
    }

    private static void play(boolean loggedIn, Function<BareSsh.Connection, List<String>> talk) throws IOException {
        converse(sensor.port(), RunningSensor.PASSWORD, loggedIn, talk);
        converse(sshd.port(), RealSshd.PASSWORD, loggedIn, talk);
    }

    private static Heard converse(
            int port, String password, boolean loggedIn, Function<BareSsh.Connection, List<String>> talk)
            throws IOException {
        BareSsh.Connection client = loggedIn ? clients.logIn(port, password) : clients.connect(port);
        try {
            int own = ((InetSocketAddress) client.getIoSession().getLocalAddress()).getPort();
            return new Heard(own, talk.apply(client));
        } finally {
            client.close(true);
        }
    }

    /** What a client heard, and the port it came from. */
    private record Heard(int port, List<String> heard) {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
