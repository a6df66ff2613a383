package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What is no SSH costs the attacker its connection, and us nothing but the events that say so. */
@ExtendWith(DeploymentExtension.class)
class HostileBytesIT {

    private static final int PATIENCE_MILLIS = 2_000;

    private final Deployment deployment;

    HostileBytesIT(Deployment deployment) {
        this.deployment = deployment;
    }

    static List<byte[]> openings() {
        byte[] noise = new byte[64 * 1024];
        new Random(7).nextBytes(noise);
        byte[] endless = new byte[1024 * 1024];
        Arrays.fill(endless, (byte) 'A');
        return List.of(
                ascii(""),
                ascii("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                ascii("SSH-1.5-old\r\n"),
                ascii("SSH-2.0-\0\u001b[2J%s%n\r\n"),
                ascii("SSH-2.0-x\r\n\u00ff\u00ff\u00ff\u00ffaaaa"),
                ascii("SSH-2.0-x\r\n\0\0\0\0\0"),
                noise,
                endless);
    }

    @ParameterizedTest
    @MethodSource("openings")
    void garbageEndsItsConnectionAndNothingElse(byte[] opening) throws IOException {
        int port;
        try (Socket socket = connect()) {
            port = socket.getLocalPort();
            sendAndListen(socket, opening);
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(eventsFrom(port))
                        .startsWith("cowrie.session.connect")
                        .endsWith("cowrie.session.closed"));
    }

    @Test
    void aHundredConnectionsThatSayNothingLeaveRoomForAttackers() throws IOException {
        List<Socket> silent = IntStream.range(0, 100).mapToObj(i -> connect()).toList();
        try {
            assertThat(deployment.ssh().run("echo served").orFail()).isEqualTo("served\n");
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private Socket connect() {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), deployment.ssh().port());
        } catch (IOException e) {
            throw new AssertionError("the sensor takes no connection", e);
        }
    }

    private static void sendAndListen(Socket socket, byte[] opening) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        try {
            socket.getOutputStream().write(opening);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(64 * 1024);
        } catch (SocketException | SocketTimeoutException ended) {
            // reset by the sensor, or still waiting for more: the events tell what became of the connection
        }
    }

    private List<String> eventsFrom(int port) {
        return deployment.events().stream()
                .filter(event -> event.get("src_port").intValue() == port)
                .map((JsonNode event) -> event.get("eventid").stringValue())
                .toList();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
