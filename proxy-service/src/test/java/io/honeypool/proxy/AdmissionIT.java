package io.honeypool.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import io.honeypool.proxy.session.SessionRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Limits and balancers, with OpenSSH's client and with sockets that send what no client would. */
class AdmissionIT {

    private static final byte[] V2_LOCAL = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000");
    private static final byte[] V2_PROXY =
            HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000ccb007107c633640112670016");
    private static final int PATIENCE_MILLIS = 30_000;

    @TempDir
    private static Path world;

    private static RealSshd sshd;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        sshd = RealSshd.start(world.resolve("sshd"));
    }

    @AfterAll
    static void stopServer() {
        sshd.close();
    }

    @Test
    void oneConnectionTooManyIsToldSoAsByOpenSsh() throws IOException {
        try (RunningSensor sensor = start(
                        "--honeypool.sensor.admission.exempt=",
                        "--honeypool.sensor.admission.connections-per-source=2");
                Socket first = connect(sensor);
                Socket second = connect(sensor)) {
            assertThat(line(first)).startsWith("SSH-2.0-");
            assertThat(line(second)).startsWith("SSH-2.0-");

            try (Socket third = connect(sensor)) {
                assertThat(new String(third.getInputStream().readAllBytes(), ISO_8859_1))
                        .isEqualTo("Exceeded MaxStartups\r\n");
            }

            awaitLimit(sensor, "connections-per-source");
            assertThat(sensor.bean(SessionRegistry.class).size()).isEqualTo(2);
        }
    }

    @Test
    void whoDoesNotLogInInTimeIsCutWithoutAWord() throws IOException {
        try (RunningSensor sensor = start("--honeypool.sensor.ssh.login-timeout=2s");
                Socket silent = connect(sensor)) {
            assertThat(line(silent)).startsWith("SSH-2.0-");
            silent.getOutputStream().write("SSH-2.0-x\r\n".getBytes(ISO_8859_1));
            assertThat(new String(silent.getInputStream().readAllBytes(), ISO_8859_1))
                    .doesNotContain("time");

            awaitLimit(sensor, "login-time");
        }
    }

    @Test
    void trafficKeepsASessionAndSilenceEndsIt() throws IOException, InterruptedException {
        try (RunningSensor sensor = start("--honeypool.sensor.ssh.idle-timeout=6s")) {
            OpenSsh client = new OpenSsh(directory, RunningSensor.PASSWORD);

            OpenSsh.Result busy =
                    client.run("root", sensor.port(), "for i in 1 2 3 4 5 6 7 8 9; do echo $i; sleep 1; done");
            OpenSsh.Result silent = client.run("root", sensor.port(), "sleep 40");

            assertThat(busy.output()).isEqualTo("1\n2\n3\n4\n5\n6\n7\n8\n9\n");
            assertThat(silent.status()).isEqualTo(255);
            awaitLimit(sensor, "idle-time");
        }
    }

    @Test
    void behindABalancerTheHeaderTellsTheSource() throws IOException, InterruptedException {
        try (RunningSensor sensor = start("--honeypool.sensor.admission.balancers=127.0.0.1")) {
            Path relay = Files.writeString(
                    directory.resolve("balancer"),
                    "#!/bin/bash\nexec 3<>/dev/tcp/127.0.0.1/" + sensor.port()
                            + "\nprintf 'PROXY TCP4 203.0.113.7 198.51.100.1 4711 22\\r\\n' >&3\n"
                            + "cat <&3 & cat >&3; kill $!\n");

            OpenSsh.Result result = new OpenSsh(directory, RunningSensor.PASSWORD)
                    .run("root", sensor.port(), "id -un", "-o", "ProxyCommand=bash " + relay);

            assertThat(result.output()).as(result.errors()).isEqualTo("visitor\n");
            assertThat(sensor.events("cowrie.session.connect")).singleElement().satisfies(event -> {
                assertThat(event.path("src_ip").asString()).isEqualTo("203.0.113.7");
                assertThat(event.path("src_port").asInt()).isEqualTo(4711);
                assertThat(event.path("dst_ip").asString()).isEqualTo("198.51.100.1");
                assertThat(event.path("dst_port").asInt()).isEqualTo(22);
            });
        }
    }

    @Test
    void aBalancersHeaderMayComeInPiecesAndMayBeItsOwn() throws IOException {
        try (RunningSensor sensor = start("--honeypool.sensor.admission.balancers=127.0.0.1");
                Socket pieces = connect(sensor);
                Socket local = connect(sensor)) {
            for (byte piece : V2_PROXY) {
                pieces.getOutputStream().write(piece);
            }
            assertThat(line(pieces)).startsWith("SSH-2.0-");
            local.getOutputStream().write(V2_LOCAL);
            assertThat(line(local)).startsWith("SSH-2.0-");

            await().until(() -> sensor.events("cowrie.session.connect").size() == 2);
            assertThat(sensor.events("cowrie.session.connect"))
                    .extracting(event -> event.path("src_ip").asString())
                    .containsExactlyInAnyOrder("203.0.113.7", "127.0.0.1");
        }
    }

    @Test
    void aBalancerWithoutAHeaderIsCutWithOneEvent() throws IOException {
        try (RunningSensor sensor = start("--honeypool.sensor.admission.balancers=127.0.0.1");
                Socket wrong = connect(sensor);
                Socket silent = connect(sensor)) {
            wrong.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(ISO_8859_1));
            assertThat(ended(wrong)).isTrue();
            assertThat(ended(silent)).isTrue();

            await().until(() -> sensor.events("honeypool.session.limited").size() == 2);
            assertThat(limits(sensor)).containsOnly("proxy-header");
            assertThat(sensor.bean(SessionRegistry.class).size()).isZero();
        }
    }

    @Test
    void aHeaderFromElsewhereIsNoHeader() throws IOException {
        try (RunningSensor sensor = start();
                Socket stranger = connect(sensor)) {
            assertThat(line(stranger)).startsWith("SSH-2.0-");
            stranger.getOutputStream().write("PROXY TCP4 203.0.113.7 198.51.100.1 4711 22\r\n".getBytes(ISO_8859_1));
            stranger.getOutputStream().write("\r\n".repeat(200).getBytes(ISO_8859_1));

            await().until(() -> !sensor.events("cowrie.session.connect").isEmpty());
            assertThat(sensor.events("cowrie.session.connect"))
                    .extracting(event -> event.path("src_ip").asString())
                    .containsExactly("127.0.0.1");
        }
    }

    private RunningSensor start(String... settings) throws IOException {
        return RunningSensor.start(directory.resolve("state"), sshd.asBackend(RealSshd.USERNAME), settings);
    }

    private static Socket connect(RunningSensor sensor) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), sensor.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    /** Whether the other side ends without a word; a reset is an end, too. */
    private static boolean ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    private static void awaitLimit(RunningSensor sensor, String limit) {
        await().until(() -> limits(sensor).equals(List.of(limit)));
    }

    private static List<String> limits(RunningSensor sensor) {
        return sensor.events("honeypool.session.limited").stream()
                .map((JsonNode event) -> event.path("limit").asString())
                .toList();
    }
}
