package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** OpenSSH's client through the sensor to OpenSSH's server, without any pool. */
class StaticBackendIT {

    @TempDir
    private Path directory;

    @Test
    void anAttackerLandsOnTheMachineAsItsAccount() throws IOException, InterruptedException {
        try (RealSshd sshd = RealSshd.start(directory.resolve("sshd"));
                RunningSensor sensor = RunningSensor.start(directory.resolve("state"), sshd.asBackend("visitor"))) {
            OpenSsh.Result result = new OpenSsh(directory, RunningSensor.PASSWORD)
                    .run("root", sensor.port(), "id -un; printf %s \"$SSH_CONNECTION\"; exit 3");

            assertThat(result.output())
                    .as(result.errors())
                    .startsWith("visitor\n")
                    .endsWith(" " + sshd.port());
            assertThat(result.status()).isEqualTo(3);
            await().until(() -> !sensor.events("cowrie.session.closed").isEmpty());
            assertThat(ids(sensor.events()))
                    .contains(
                            "cowrie.login.success",
                            "honeypool.lease.granted",
                            "cowrie.proxy.backend_connected",
                            "cowrie.command.input",
                            "honeypool.lease.released");
            assertThat(sensor.events("honeypool.lease.granted")).singleElement().satisfies(event -> {
                assertThat(event.path("profile").asString()).isEqualTo("static");
                assertThat(event.path("fresh").asBoolean(true)).isFalse();
            });
            assertThat(directory.resolve("state/spool"))
                    .as("no pool gets events")
                    .doesNotExist();
        }
    }

    @Test
    void aMachineThatIsAwayEndsTheSessionWithAnEvent() throws IOException, InterruptedException {
        RealSshd gone = RealSshd.start(directory.resolve("sshd"));
        gone.close();
        await().until(() -> !gone.isAlive());
        try (RunningSensor sensor = RunningSensor.start(directory.resolve("state"), gone.asBackend("visitor"))) {
            OpenSsh.Result result = new OpenSsh(directory, RunningSensor.PASSWORD).run("root", sensor.port(), "id -un");

            assertThat(result.status()).isEqualTo(255);
            await().until(() -> !sensor.events("cowrie.session.closed").isEmpty());
            assertThat(ids(sensor.events())).contains("cowrie.proxy.backend_connect_error");
        }
    }

    /** As if the attacker had changed the account's password: it types what the operator's setting no longer is. */
    @Test
    void aChangedPasswordIsNoWayOutOfTheGuest() throws IOException, InterruptedException {
        String rules = "--honeypool.sensor.auth.rule-file=" + Files.writeString(directory.resolve("any"), "root:x:*\n");
        String before = "--honeypool.sensor.backend.password=before";
        try (RealSshd sshd = RealSshd.start(directory.resolve("sshd"))) {
            List<String> backend = sshd.asBackend("visitor");
            try (RunningSensor sensor = RunningSensor.start(directory.resolve("state"), backend, before, rules)) {
                assertThat(whoAmI(sensor, RealSshd.PASSWORD)).isEqualTo("visitor\n");
                assertThat(whoAmI(sensor, "another")).isEqualTo("visitor\n");
            }
            try (RunningSensor again = RunningSensor.start(directory.resolve("state"), backend, before, rules)) {
                assertThat(whoAmI(again, "another")).as("after a restart").isEqualTo("visitor\n");
            }
        }
    }

    private String whoAmI(RunningSensor sensor, String password) throws IOException, InterruptedException {
        return new OpenSsh(directory, password)
                .run("root", sensor.port(), "id -un")
                .output();
    }

    private static List<String> ids(List<JsonNode> events) {
        return events.stream().map(event -> event.path("eventid").asString()).toList();
    }
}
