package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A source that is in its guest all the time, in a session that stays open, and so would notice if a fault elsewhere
 * cut it off or took its guest away.
 */
final class Witness implements AutoCloseable {

    static final String SOURCE = "127.66.0.1";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Deployment deployment;
    private final Ssh ssh;
    private final String marker = UUID.randomUUID().toString();
    private final Path output;
    private Process session;
    private int lines;

    /** Enters a guest, leaves a marker there and stays. */
    Witness(Deployment deployment) throws IOException {
        this.deployment = deployment;
        this.ssh = deployment.ssh().from(SOURCE);
        this.output = Files.createTempFile("witness", ".out");
        ssh.run("echo " + marker + " > /root/witness").orFail();
        this.session = enter();
    }

    /** Fails if the open session does not answer any more. */
    void isServed() throws IOException {
        assertThat(session.isAlive()).as("the session is open").isTrue();
        String line = marker + " " + ++lines;
        OutputStream input = session.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
        await().atMost(PATIENCE).until(() -> Files.readString(output).contains(line + "\n"));
    }

    /** Fails if another connection does not lead to the same guest. */
    void findsItsGuest() {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(
                        () -> assertThat(ssh.run("cat /root/witness").orFail()).isEqualTo(marker + "\n"));
    }

    /** Waits until the sensor has dropped the session, and opens another. */
    void comesBack() throws IOException {
        await().atMost(PATIENCE).until(() -> !session.isAlive());
        findsItsGuest();
        session = enter();
        isServed();
    }

    /** Its lease as the API shows it. */
    JsonNode lease() {
        return deployment.api("operator").activeLeasesOf(SOURCE).getFirst();
    }

    private Process enter() throws IOException {
        return ssh.command("cat")
                .builder()
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    @Override
    public void close() throws IOException {
        session.destroy();
        Files.deleteIfExists(output);
    }
}
