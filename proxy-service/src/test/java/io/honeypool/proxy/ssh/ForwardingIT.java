package io.honeypool.proxy.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the real OpenSSH client sees of each forwarding policy, and what the events say. */
class ForwardingIT {

    @TempDir
    private Path directory;

    @Test
    void refusedConnectionsAreRefusedAsOpenSshRefusesThem() throws IOException, InterruptedException {
        try (RealSshd guest = RealSshd.start(directory.resolve("guest"), "AllowTcpForwarding no");
                RunningSensor sensor = RunningSensor.start(
                        directory.resolve("sensor"),
                        guest.asBackend("root"),
                        "--honeypool.sensor.ssh.forwarding.policy=refuse")) {
            try (RawClient through = new RawClient(sensor.port(), "root", RunningSensor.PASSWORD);
                    RawClient direct = new RawClient(guest.port(), "root", RealSshd.PASSWORD)) {
                for (RawClient client : List.of(through, direct)) {
                    client.say(SshConstants.SSH_MSG_CHANNEL_OPEN, ForwardingIT::connection);
                    await().until(() -> client.heard("92 00000003") == 1);
                }
                assertThat(through.hear()).isEqualTo(direct.hear());
            }
            await().until(() -> !sensor.events("cowrie.session.closed").isEmpty());
            assertThat(sensor.events("cowrie.direct-tcpip.request"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.path("dst_ip").asString()).isEqualTo("192.0.2.1");
                        assertThat(event.path("dst_port").asInt()).isEqualTo(80);
                        assertThat(event.path("src_ip").asString()).isEqualTo("127.0.0.1");
                    });
        }
    }

    @Test
    void someConnectionsGoElsewhereAndTheRestIsRecorded() throws IOException, InterruptedException {
        try (RealSshd guest = RealSshd.start(directory.resolve("guest"));
                ServerSocket sink = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                RunningSensor sensor = RunningSensor.start(
                        directory.resolve("sensor"),
                        guest.asBackend("root"),
                        "--honeypool.sensor.ssh.forwarding.policy=record",
                        "--honeypool.sensor.ssh.forwarding.redirect=25=127.0.0.1:" + sink.getLocalPort())) {
            Path input = Files.writeString(directory.resolve("input"), "HELO x\r\n");
            Process redirected = attacker()
                    .builder("root", sensor.port(), "", "-W192.0.2.1:25")
                    .redirectInput(input.toFile())
                    .start();
            try (Socket served = sink.accept()) {
                assertThat(served.getInputStream().readAllBytes()).asString().isEqualTo("HELO x\r\n");
                served.getOutputStream().write("220 hello".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(redirected.getInputStream().readAllBytes()).asString().isEqualTo("220 hello");
            assertThat(redirected.waitFor(30, TimeUnit.SECONDS)).isTrue();

            Process recorded = attacker()
                    .builder("root", sensor.port(), "", "-W192.0.2.1:80")
                    .start();
            try {
                recorded.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                recorded.getOutputStream().flush();
                await().until(() -> sensor.events("cowrie.direct-tcpip.data").size() == 2);
                assertThat(recorded.isAlive()).isTrue();
            } finally {
                recorded.destroyForcibly();
            }
            assertThat(sensor.events("cowrie.direct-tcpip.data"))
                    .extracting(event -> event.path("data").asString())
                    .containsExactly("HELO x\\x0d\\x0a", "GET / HTTP/1.0\\x0d\\x0a\\x0d\\x0a");
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aDeadTargetIsSaidOnceAndEachAttemptIsAnEvent(CapturedOutput output) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (RealSshd guest = RealSshd.start(directory.resolve("guest"));
                RunningSensor sensor = RunningSensor.start(
                        directory.resolve("sensor"),
                        guest.asBackend("root"),
                        "--honeypool.sensor.ssh.forwarding.redirect=25=127.0.0.1:" + port)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThat(forward(sensor)).contains("stdio forwarding failed");
            }
            await().until(() ->
                    sensor.events("honeypool.direct-tcpip.redirect_failed").size() >= 2);
            assertThat(sensor.events("honeypool.direct-tcpip.redirect_failed"))
                    .hasSize(2)
                    .allSatisfy(event -> {
                        assertThat(event.path("dst_ip").asString()).isEqualTo("192.0.2.1");
                        assertThat(event.path("dst_port").asInt()).isEqualTo(25);
                        assertThat(event.path("reason").asString()).isEqualTo("Connection refused");
                    });
            try (ServerSocket _ = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
                Process reached = attacker()
                        .builder("root", sensor.port(), "", "-W192.0.2.1:25")
                        .start();
                await().until(() -> output.getAll().contains(port + " again"));
                reached.destroyForcibly();
            }
        }
        assertThat(output.getAll()).containsOnlyOnce("Connections redirected to 127.0.0.1:" + port + " fail");
    }

    private String forward(RunningSensor sensor) throws IOException, InterruptedException {
        Process client = attacker()
                .builder("root", sensor.port(), "", "-W192.0.2.1:25")
                .redirectErrorStream(true)
                .start();
        String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static void connection(Buffer opening) {
        opening.putString("direct-tcpip");
        opening.putUInt(3);
        opening.putUInt(2 << 20);
        opening.putUInt(32 << 10);
        opening.putString("192.0.2.1");
        opening.putUInt(80);
        opening.putString("127.0.0.1");
        opening.putUInt(40_000);
    }

    private OpenSsh attacker() throws IOException {
        return new OpenSsh(Files.createDirectories(directory.resolve("attacker")), RunningSensor.PASSWORD);
    }
}
