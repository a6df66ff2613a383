package io.honeypool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.pool.gateway.Gateway;
import io.honeypool.pool.testing.EnrolledCaller;
import io.honeypool.pool.testing.Patience;
import io.honeypool.pool.testing.RunningPool;
import io.honeypool.pool.testing.TunnelCall;
import io.honeypool.pool.tls.RemoteApi;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever connects to the ports for sensors and takes their time, alone or by the thousands. */
class SlowCallersIT {

    private static final int CROWD = 10_000;
    private static final int HELD = 6_000;
    private static final Duration TIME = Duration.ofSeconds(3);
    private static final byte[] HALF_A_HELLO = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00};
    private static final String UNKNOWN_LEASE =
            "/api/v1/leases/00000000-0000-0000-0000-000000000000/connections/x?sensorId=edge";

    private static RunningPool pool;
    private static EnrolledCaller edge;

    @BeforeAll
    static void start() {
        pool = RunningPool.start(
                EnrolledCaller.settings("honeypool.pool.gateway.doorway-time", TIME.toSeconds() + "s"));
        edge = EnrolledCaller.join(pool, "edge");
    }

    @AfterAll
    static void stop() throws IOException {
        pool.close();
    }

    @Test
    void tenThousandThatSayHalfAHelloKeepNobodyFromTheApi() throws IOException {
        try (Crowd crowd = new Crowd()) {
            crowd.pushInto(api(), () -> {
                assertThat(newcomer()).isEqualTo(404);
                assertThat(edge.api().call("PUT", UNKNOWN_LEASE).status()).isEqualTo(404);
            });
        }
    }

    @Test
    void norFromTheGateway() throws IOException {
        try (Crowd crowd = new Crowd()) {
            crowd.pushInto(gateway(), () -> {
                try (TunnelCall call = TunnelCall.connect(edge.trust(), gateway(), "127.0.0.1:22", "A".repeat(43))) {
                    assertThat(call.status()).isEqualTo(403);
                } catch (IOException refused) {
                    throw new AssertionError(refused);
                }
            });
        }
    }

    @Test
    void aStrangerThatSendsAByteNowAndThenIsPutOut() throws IOException {
        for (int port : new int[] {api(), gateway()}) {
            long begun = System.nanoTime();
            try (SSLSocket socket = tls(port)) {
                assertThat(drip(socket, "GET /api/v1/pool HTTP/1.1\r\nX: " + "x".repeat(4_000)))
                        .isTrue();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(TIME, Patience.LIMIT);
        }
    }

    @Test
    void callsWithWrongTokensBuyNoTime() throws IOException {
        long begun = System.nanoTime();
        try (SSLSocket socket = tls(api())) {
            String call = "GET /api/v1/pool HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\n\r\n";
            await().pollInterval(Duration.ofMillis(200)).until(() -> {
                try {
                    socket.getOutputStream().write(call.getBytes(StandardCharsets.US_ASCII));
                    return socket.getInputStream().read(new byte[8_192]) < 0;
                } catch (IOException putOut) {
                    return true;
                }
            });
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(TIME, Patience.LIMIT);
    }

    @Test
    void aBodyThatComesTooSlowlyIsNotWaitedFor() throws IOException {
        long begun = System.nanoTime();
        try (SSLSocket socket = tls(api())) {
            String head = "POST /api/v1/leases HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token()
                    + "\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(drip(socket, "{\"sensorId\":\"" + "x".repeat(8_000))).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(TIME, Patience.LIMIT);
    }

    /** With a fixed seed, so that what fails fails again. */
    @Test
    void whateverIsSaidToTheGatewayItGoesOnServing() throws IOException {
        Random random = new Random(50);
        String good = "CONNECT 00000000-0000-0000-0000-000000000000.guest:22 HTTP/1.1\r\n"
                + "Host: 00000000-0000-0000-0000-000000000000.guest:22\r\nProxy-Authorization: Bearer "
                + "A".repeat(43) + "\r\n\r\n";
        for (int i = 0; i < 300; i++) {
            try (SSLSocket socket = tls(gateway())) {
                socket.getOutputStream().write(mangled(good, random));
                socket.shutdownOutput();
                byte[] answer = socket.getInputStream().readAllBytes();
                String text = new String(answer, StandardCharsets.ISO_8859_1);
                assertThat(text).as("round %d", i).matches("(?s)|HTTP/1\\.1 (400|403|405|407|431|505) .*");
            } catch (IOException cut) {
                // as good an answer as any
            }
        }
        try (TunnelCall call = TunnelCall.say(edge.trust(), gateway(), good)) {
            assertThat(call.status()).isEqualTo(407);
        }
    }

    private static byte[] mangled(String good, Random random) {
        byte[] bytes = good.getBytes(StandardCharsets.ISO_8859_1);
        for (int change = random.nextInt(1, 6); change > 0; change--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> System.arraycopy(bytes, at, bytes, random.nextInt(at + 1), bytes.length - at);
                default -> bytes = Arrays.copyOf(bytes, Math.max(1, random.nextInt(6_000)));
            }
        }
        return bytes;
    }

    /** Sends a byte ten times a second until the other side has closed; false if it took all. */
    private static boolean drip(SSLSocket socket, String text) throws IOException {
        socket.setSoTimeout(100);
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        byte[] answer = new byte[8_192];
        for (byte next : text.getBytes(StandardCharsets.US_ASCII)) {
            try {
                out.write(next);
                if (in.read(answer) < 0) {
                    return true;
                }
            } catch (SocketTimeoutException silent) {
                // it waits for more
            } catch (IOException putOut) {
                return true;
            }
        }
        return false;
    }

    /** The status of a call of a sensor that was not connected before. */
    private static int newcomer() {
        return EnrolledCaller.https(edge.trust(), "https://127.0.0.1:" + api(), token())
                .call("PUT", UNKNOWN_LEASE)
                .status();
    }

    private static String token() {
        return edge.api().token();
    }

    private static int api() {
        return pool.bean(RemoteApi.class).port();
    }

    private static int gateway() {
        return pool.bean(Gateway.class).port();
    }

    private static SSLSocket tls(int port) throws IOException {
        SSLSocket socket = (SSLSocket) edge.trust().getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(Math.toIntExact(Patience.LIMIT.toMillis()));
        socket.startHandshake();
        return socket;
    }

    /** Connections that have begun to speak TLS and say no more; so many of the latest are held as this process may. */
    private static final class Crowd implements Closeable {

        private final Deque<Socket> held = new ArrayDeque<>();

        void pushInto(int port, Runnable meanwhile) throws IOException {
            for (int i = 1; i <= CROWD; i++) {
                Socket socket = new Socket();
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0." + (2 + i % 4)), 0));
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        Math.toIntExact(Patience.LIMIT.toMillis()));
                held.add(socket);
                try {
                    socket.getOutputStream().write(HALF_A_HELLO);
                } catch (IOException putOut) {
                    // as it may be by now
                }
                if (held.size() > HELD) {
                    held.poll().close();
                }
                if (i % (CROWD / 10) == 0) {
                    meanwhile.run();
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }
}
