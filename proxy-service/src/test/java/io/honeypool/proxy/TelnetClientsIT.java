package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.PipedClient;
import io.honeypool.proxy.fixture.RealTelnetd;
import io.honeypool.proxy.fixture.RealTelnetd.Kind;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Every client program that attackers use, through the sensor to real Telnet servers. */
class TelnetClientsIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"INETUTILS", "BUSYBOX"})
    void everyClientLogsInAndWorks(Kind kind) throws IOException, InterruptedException {
        try (RealTelnetd telnetd = RealTelnetd.start(directory.resolve("telnetd"), kind);
                RunningSensor sensor = start(telnetd)) {
            String port = Integer.toString(sensor.telnetPort());
            Map<String, List<String>> clients = Map.of(
                    "inetutils", List.of("telnet", "127.0.0.1", port),
                    "busybox", List.of("busybox", "telnet", "127.0.0.1", port),
                    "plink", List.of("plink", "-telnet", "-P", port, "127.0.0.1"));
            for (Map.Entry<String, List<String>> client : clients.entrySet()) {
                try (PipedClient program = PipedClient.inTerminal(client.getValue())) {
                    program.await("login: ").type(client.getKey() + "\r").await("Password: ");
                    program.type("wrong\r").await("incorrect").await("login: ").type("root\r");
                    program.await("Password: ")
                            .type(RunningSensor.PASSWORD + "\r")
                            .await("visitor@");
                    program.type("echo $((6*7))-" + client.getKey() + "\r").await("42-" + client.getKey());
                    program.type("exit\r").awaitEnd();
                }
            }

            // it looks at the server only when something is typed, so there is no prompt to wait for
            String typing = "sleep 2; echo curl; sleep 2; echo wrong; sleep 6; echo root; sleep 2; echo '"
                    + RunningSensor.PASSWORD + "'; sleep 3; echo 'echo $((6*7))-curl'; sleep 1; echo exit; sleep 2";
            try (PipedClient curl =
                    PipedClient.start(List.of("sh", "-c", "(" + typing + ") | curl -sN telnet://127.0.0.1:" + port))) {
                curl.await("42-curl").awaitEnd();
            }

            List<String> names =
                    Stream.concat(clients.keySet().stream(), Stream.of("curl")).toList();
            await().until(() -> sensor.events("cowrie.session.closed").size() == names.size());
            assertThat(logins(sensor, "cowrie.login.failed"))
                    .containsExactlyInAnyOrderElementsOf(
                            names.stream().map(name -> name + "/wrong").toList());
            assertThat(logins(sensor, "cowrie.login.success"))
                    .hasSize(names.size())
                    .containsOnly("root/" + RunningSensor.PASSWORD);
            assertThat(inputs(sensor))
                    .containsExactlyInAnyOrderElementsOf(names.stream()
                            .flatMap(name -> Stream.of("echo $((6*7))-" + name, "exit"))
                            .toList());
        }
    }

    @Test
    void bruteForceToolsFindThePassword() throws IOException, InterruptedException {
        try (RealTelnetd telnetd = RealTelnetd.start(directory.resolve("telnetd"), Kind.BUSYBOX);
                RunningSensor sensor = start(telnetd)) {
            String port = Integer.toString(sensor.telnetPort());
            Path passwords = Files.write(
                    directory.resolve("passwords"), List.of("admin", "12345", RunningSensor.PASSWORD, "last"));
            try (PipedClient hydra = PipedClient.start(List.of(
                    "hydra",
                    "-I",
                    "-t",
                    "4",
                    "-l",
                    "root",
                    "-P",
                    passwords.toString(),
                    "-s",
                    port,
                    "telnet://127.0.0.1"))) {
                hydra.awaitEnd();
                assertThat(hydra.shown()).contains("password: " + RunningSensor.PASSWORD);
            }
            try (PipedClient ncrack = PipedClient.start(List.of(
                    "ncrack", "-T4", "--user", "root", "-P", passwords.toString(), "telnet://127.0.0.1:" + port))) {
                ncrack.awaitEnd();
                assertThat(ncrack.shown()).contains("'root' '" + RunningSensor.PASSWORD + "'");
            }

            assertThat(logins(sensor, "cowrie.login.failed")).contains("root/admin", "root/12345");
        }
    }

    private RunningSensor start(RealTelnetd telnetd) throws IOException {
        return RunningSensor.start(directory.resolve("state"), telnetd.asBackend());
    }

    private static List<String> logins(RunningSensor sensor, String id) {
        return sensor.events(id).stream()
                .map(event -> event.path("username").asString() + "/"
                        + event.path("password").asString())
                .toList();
    }

    private static List<String> inputs(RunningSensor sensor) {
        return sensor.events("cowrie.command.input").stream()
                .map((JsonNode event) -> event.path("input").asString())
                .toList();
    }
}
