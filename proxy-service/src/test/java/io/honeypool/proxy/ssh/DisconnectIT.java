package io.honeypool.proxy.ssh;

import static io.honeypool.proxy.fixture.RawSsh.join;
import static io.honeypool.proxy.fixture.RawSsh.keyExchange;
import static io.honeypool.proxy.fixture.RawSsh.number;
import static io.honeypool.proxy.fixture.RawSsh.packet;
import static io.honeypool.proxy.fixture.RawSsh.payload;
import static io.honeypool.proxy.fixture.RawSsh.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.BareSsh;
import io.honeypool.proxy.fixture.Leftovers;
import io.honeypool.proxy.fixture.Patience;
import io.honeypool.proxy.fixture.RawSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attackers that go in the middle of everything: nothing is left of them, here or in the guest. */
class DisconnectIT {

    private static final byte[] GREETING = ascii("SSH-2.0-x\r\n");
    private static final int STEP = 13;
    private static final int WINDOW = 2 * 1024 * 1024;
    private static final int PIECE = 32 * 1024;
    private static final long MOST_KEPT_BYTES = 8 * 1024 * 1024;

    @TempDir
    private static Path directory;

    private static RealSshd guest;
    private static RunningSensor sensor;
    private static BareSsh clients;
    private static Leftovers leftovers;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        guest = RealSshd.start(directory.resolve("guest"));
        sensor = RunningSensor.start(
                directory.resolve("sensor"), guest.asBackend("root"), "--honeypool.sensor.auth.failure-delay=300ms");
        clients = BareSsh.start();
        try (BareSsh.Connection first = clients.logIn(sensor.port(), RunningSensor.PASSWORD)) {
            assertThat(first.hear()).isEmpty();
        }
        leftovers = new Leftovers(sensor, directory);
        await().until(() -> guest.processes() == 0);
    }

    @AfterAll
    static void stop() {
        clients.close();
        sensor.close();
        guest.close();
    }

    @AfterEach
    void nothingIsLeft() {
        leftovers.expectNone();
        await().untilAsserted(() ->
                assertThat(guest.processes()).as("processes in the guest").isZero());
    }

    @Test
    void inTheMiddleOfTheFirstKeyExchange() throws IOException {
        byte[] point = new byte[32];
        point[0] = 9;
        byte[] bytes = join(
                GREETING,
                keyExchange("curve25519-sha256"),
                packet(join(new byte[] {30}, string(point))),
                packet((byte) 21),
                new byte[64]);
        for (int length = 0; length <= bytes.length; length += STEP) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sensor.port())) {
                socket.getOutputStream().write(bytes, 0, length);
                if (length % 2 == 0) {
                    // a reset instead of an end
                    socket.setSoLinger(true, 0);
                }
            }
        }
    }

    @Test
    void inTheMiddleOfALogin() throws IOException {
        byte[] root = string("root");
        byte[] service = string("ssh-connection");
        byte[] password = string("password");
        byte[] wrong = string("wrong");
        byte[] right = string(RunningSensor.PASSWORD);
        leaveAfterEach(
                false,
                payload(50, root, service, string("none")),
                payload(50, root, service, password, new byte[1], wrong),
                payload(50, root, service, password, new byte[1], wrong),
                payload(50, root, service, password, new byte[1], right),
                payload(90, string("session"), number(0), number(WINDOW), number(PIECE)));
    }

    @Test
    void inTheMiddleOfASession() throws IOException {
        byte[] wanted = {1};
        leaveAfterEach(
                true,
                payload(90, string("session"), number(0), number(WINDOW), number(PIECE)),
                payload(98, number(0), string("env"), wanted, string("LANG"), string("C")),
                payload(98, number(0), string("exec"), wanted, string("cat")),
                payload(94, number(0), string(new byte[PIECE - 64])),
                payload(93, number(0), number(100)),
                payload(keyExchange("curve25519-sha256")),
                payload(94, number(0), string(new byte[PIECE - 64])),
                payload(96, number(0)),
                payload(97, number(0)));
    }

    @Test
    void inTheMiddleOfForwarding() throws IOException {
        byte[] wanted = {1};
        byte[] here = string("127.0.0.1");
        leaveAfterEach(
                true,
                payload(80, string("tcpip-forward"), wanted, here, number(0)),
                payload(
                        90,
                        string("direct-tcpip"),
                        number(0),
                        number(WINDOW),
                        number(PIECE),
                        here,
                        number(guest.port()),
                        here,
                        number(1)),
                payload(94, number(0), string(GREETING)),
                payload(96, number(0)),
                payload(80, string("cancel-tcpip-forward"), wanted, here, number(0)));
    }

    @Test
    void manyOfThemTakeNoMemory() throws IOException {
        leaveInPieces();
        leftovers.expectNone();
        long before = used();
        for (int i = 0; i < 5; i++) {
            leaveInPieces();
        }
        leftovers.expectNone();

        assertThat(used() - before).isLessThan(MOST_KEPT_BYTES);
    }

    @Test
    void aLineWithoutAnEndIsCutOffAsSshdCutsIt() throws IOException {
        assertThat(endlessLine(guest.port())).isTrue();
        assertThat(endlessLine(sensor.port())).isTrue();
        leftovers.expectNone();
        assertThat(sensor.events("honeypool.protocol.error"))
                .last()
                .satisfies(event ->
                        assertThat(event.path("error").asString()).isEqualTo("Invalid SSH identification string."));
    }

    /** Whether the server ends it. */
    private static boolean endlessLine(int port) throws IOException {
        byte[] line = new byte[1024 * 1024];
        Arrays.fill(line, (byte) 'A');
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(Math.toIntExact(Patience.LIMIT.toMillis()));
            socket.getOutputStream().write(line);
            return socket.getInputStream().readAllBytes().length < 200;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    /** As many connections as there are messages, and each sends one more of them than the one before. */
    private static void leaveAfterEach(boolean loggedIn, byte[]... messages) throws IOException {
        for (int said = 0; said <= messages.length; said++) {
            BareSsh.Connection client =
                    loggedIn ? clients.logIn(sensor.port(), RunningSensor.PASSWORD) : clients.connect(sensor.port());
            for (int i = 0; i < said; i++) {
                client.say(messages[i]);
            }
            client.close(true);
        }
    }

    private static void leaveInPieces() throws IOException {
        byte[] bytes = join(GREETING, keyExchange("curve25519-sha256"), RawSsh.message(30));
        for (int length = 0; length <= bytes.length; length++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sensor.port())) {
                socket.getOutputStream().write(bytes, 0, length);
            }
        }
    }

    private static long used() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
