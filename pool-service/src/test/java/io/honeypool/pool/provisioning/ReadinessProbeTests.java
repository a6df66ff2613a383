package io.honeypool.pool.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessProbeTests {

    private final ReadinessProbe probe = new ReadinessProbe();

    @ParameterizedTest
    @CsvSource({"SSH-2.0-OpenSSH_9.2, true", "SSH-1.5-old, false", "HTTP/1.1 400, false", "'', false"})
    void onlyAnSshIdentificationCounts(String line, boolean answers) throws IOException {
        try (ServerSocket server = listen()) {
            Thread.ofVirtual().start(() -> say(server, line + "\r\n"));

            assertThat(probe.answers(addressOf(server))).isEqualTo(answers);
        }
    }

    @Test
    void anEndlessLineIsReadNoFurther() throws IOException {
        try (ServerSocket server = listen()) {
            Thread.ofVirtual().start(() -> say(server, "x".repeat(100_000)));

            assertThat(probe.answers(addressOf(server))).isFalse();
        }
    }

    @Test
    void nobodyThereIsNoAnswer() throws IOException {
        InetSocketAddress address;
        try (ServerSocket server = listen()) {
            address = addressOf(server);
        }

        assertThat(probe.answers(address)).isFalse();
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static InetSocketAddress addressOf(ServerSocket server) {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    private static void say(ServerSocket server, String text) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException probeLeftEarly) {
            // The probe has heard enough.
        }
    }
}
