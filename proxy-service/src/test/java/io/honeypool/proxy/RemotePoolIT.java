package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import io.honeypool.proxy.fixture.TestGateway;
import io.honeypool.proxy.fixture.TestKeys;
import io.honeypool.proxy.fixture.TestPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** OpenSSH's client through a sensor that joined a pool on another host, through its gateway, to OpenSSH's server. */
@ExtendWith(OutputCaptureExtension.class)
class RemotePoolIT {

    @TempDir
    private Path directory;

    private TestKeys keys;
    private RealSshd guest;
    private TestGateway gateway;
    private TestPool pool;
    private RunningSensor sensor;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        keys = TestKeys.make(directory, "ip:127.0.0.1");
        guest = RealSshd.start(directory.resolve("sshd"));
        gateway = TestGateway.start(keys, guest.port());
        pool = TestPool.start(keys, gateway.port());
        sensor = RunningSensor.start(directory.resolve("state"), List.of(pool.joined(directory, keys)));
    }

    @AfterEach
    void stop() throws IOException {
        sensor.close();
        pool.close();
        gateway.close();
        guest.close();
    }

    @Test
    void anAttackerLandsInItsGuestThroughTheGateway(CapturedOutput output) throws IOException, InterruptedException {
        OpenSsh.Result result = ssh("id -un; exit 3");

        assertThat(result.output()).as(result.errors()).isEqualTo(RealSshd.USERNAME + "\n");
        assertThat(result.status()).isEqualTo(3);
        String target = pool.lease() + ".guest:22";
        assertThat(gateway.heads())
                .containsExactly("CONNECT " + target + " HTTP/1.1\r\nHost: " + target
                        + "\r\nProxy-Authorization: Bearer " + TestPool.PASS + "\r\n\r\n");
        await().until(() -> pool.calls().stream().anyMatch(call -> call.startsWith("DELETE ")));
        assertThat(pool.calls())
                .allMatch(call -> call.endsWith("Bearer " + TestPool.TOKEN))
                .anyMatch(call -> call.startsWith("DELETE ") && call.contains("sensorId=edge-1&used=true"));
        assertThat(sensor.events("cowrie.proxy.backend_connected"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.path("backend_port").asInt()).isEqualTo(gateway.port());
                    assertThat(event.path("sensor").asString()).isEqualTo("edge-1");
                });
        await().untilAsserted(() -> assertThat(pool.events())
                .as("the pool gets the events without being asked for it")
                .containsExactlyElementsOf(sensor.events()));
        await("the pool gets the recording, too")
                .until(() -> pool.evidence().paths().size() == 1);
        String recording = sensor.events("honeypool.recording.closed")
                .getFirst()
                .path("file")
                .asString();
        assertThat(pool.evidence().content(pool.evidence().paths().getFirst()))
                .isEqualTo(Files.readAllBytes(
                        directory.resolve("state").resolve("recordings").resolve(recording)));
        assertThat(output.getAll()).doesNotContain(TestPool.TOKEN).doesNotContain(TestPool.PASS);
    }

    @Test
    void anAttackerLandsAsWhoItTypedThroughTheGateway() throws IOException, InterruptedException {
        sensor.close();
        pool.lendAccount("root");
        sensor = RunningSensor.start(
                directory.resolve("state"),
                List.of(pool.joined(directory, keys)),
                "--honeypool.sensor.ssh.landing=as-typed",
                "--honeypool.sensor.auth.rule-file=" + Files.writeString(directory.resolve("rules"), "*:x:*\n"));

        OpenSsh.Result made = new OpenSsh(directory, "typed").run("ignored", sensor.port(), "id -un", "-l", "admin");
        OpenSsh.Result known = new OpenSsh(directory, "typed").run("ignored", sensor.port(), "id -un", "-l", "admin");

        assertThat(made.output()).as(made.errors()).isEqualTo("admin\n");
        assertThat(known.output()).as(known.errors()).isEqualTo("admin\n");
        assertThat(sensor.events("honeypool.landing"))
                .extracting(event -> event.path("outcome").asString())
                .containsExactly("made", "unchanged");
        assertThat(gateway.heads())
                .as("two attackers and one to make the account")
                .hasSize(3);
    }

    @Test
    void muchGoesBothWaysUnchanged() throws IOException, InterruptedException, NoSuchAlgorithmException {
        byte[] content = new byte[20 << 20];
        new Random(3).nextBytes(content);
        Path sent = Files.write(directory.resolve("sent"), content);
        Path back = directory.resolve("back");
        Process client = new OpenSsh(directory, RunningSensor.PASSWORD)
                .builder("root", sensor.port(), "tee /dev/stderr | sha256sum")
                .redirectInput(sent.toFile())
                .redirectError(back.toFile())
                .start();
        String sum = new String(client.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();

        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        assertThat(sum).startsWith(expected);
        assertThat(Files.mismatch(sent, back)).isEqualTo(-1);
    }

    @Test
    void aRefusalOfTheGatewayEndsTheSessionWithAnEvent() throws IOException, InterruptedException {
        gateway.answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");

        assertThat(ssh("id").status()).isEqualTo(255);

        await().until(() -> !sensor.events("cowrie.session.closed").isEmpty());
        assertThat(sensor.events("cowrie.proxy.backend_connect_error"))
                .singleElement()
                .satisfies(event -> assertThat(event.path("error").asString()).contains("the gateway answered 403"));
    }

    @Test
    void aTunnelThatIsCutEndsTheSession() throws IOException, InterruptedException {
        Process client = new OpenSsh(directory, RunningSensor.PASSWORD)
                .builder("root", sensor.port(), "echo here; sleep 60")
                .redirectError(directory.resolve("errors").toFile())
                .start();
        try {
            assertThat(client.getInputStream().readNBytes(5))
                    .isEqualTo("here\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

            gateway.cut();

            assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
            await().until(() -> !sensor.events("cowrie.session.closed").isEmpty());
        } finally {
            client.destroyForcibly();
        }
    }

    private OpenSsh.Result ssh(String command) throws IOException, InterruptedException {
        return new OpenSsh(directory, RunningSensor.PASSWORD).run("root", sensor.port(), command);
    }
}
