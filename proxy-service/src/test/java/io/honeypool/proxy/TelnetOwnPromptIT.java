package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.RealTelnetd;
import io.honeypool.proxy.fixture.RealTelnetd.Kind;
import io.honeypool.proxy.fixture.RunningSensor;
import io.honeypool.proxy.fixture.ScriptedTelnet;
import io.honeypool.proxy.fixture.ScriptedTelnet.Manners;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The sensor's own login prompt, with real Telnet servers behind it. */
class TelnetOwnPromptIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"INETUTILS", "BUSYBOX"})
    void theGuestIsLeasedWhenSomebodyIsLetInAndEnteredUnseen(Kind kind) throws IOException {
        try (RealTelnetd telnetd = RealTelnetd.start(directory.resolve("telnetd"), kind);
                RunningSensor sensor = start(telnetd, kind)) {
            for (Manners manners : Manners.values()) {
                int before = sensor.events("cowrie.login.success").size();
                try (ScriptedTelnet client = ScriptedTelnet.connect(sensor.telnetPort(), manners)) {
                    client.await("router login: ")
                            .send("admin\r\n")
                            .await("Password: ")
                            .send("wrong\r\n");
                    client.await("Login incorrect").await("router login: ").send("rot\177ot\r\n");
                    assertThat(sensor.events("honeypool.lease.granted")).hasSize(before);
                    client.await("Password: ")
                            .send(RunningSensor.PASSWORD + "\r\necho $((6*7))\r\n")
                            .await("42");
                    client.send("exit\r\n").awaitEnd();

                    assertThat(client.shown())
                            .doesNotContain(RealTelnetd.PASSWORD)
                            .doesNotContain("vm login:");
                    assertThat(client.shown().split("Password: ", -1)).hasSize(3);
                }
            }
            int sessions = Manners.values().length;
            await().until(() -> sensor.events("cowrie.session.closed").size() == sessions);
            assertThat(sensor.events("cowrie.login.failed")).hasSize(sessions);
            assertThat(sensor.events("cowrie.login.success"))
                    .hasSize(sessions)
                    .allSatisfy(event ->
                            assertThat(event.path("username").asString()).isEqualTo("root"));
            assertThat(sensor.events("cowrie.command.input"))
                    .extracting((JsonNode event) -> event.path("input").asString())
                    .containsExactlyElementsOf(Stream.of(Manners.values())
                            .flatMap(manners -> Stream.of("echo $((6*7))", "exit"))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"INETUTILS", "BUSYBOX"})
    void tooManyTriesEndTheConnectionWithoutAGuest(Kind kind) throws IOException {
        try (RealTelnetd telnetd = RealTelnetd.start(directory.resolve("telnetd"), kind);
                RunningSensor sensor = start(telnetd, kind);
                ScriptedTelnet client = ScriptedTelnet.connect(sensor.telnetPort(), Manners.SILENT)) {
            client.send("a\na\nb\nb\n").await("exceeded (2)").awaitEnd();

            await().until(() -> !sensor.events("cowrie.session.closed").isEmpty());
            assertThat(sensor.events("cowrie.login.failed")).hasSize(2);
            assertThat(sensor.events("honeypool.lease.granted")).isEqualTo(List.of());
        }
    }

    private RunningSensor start(RealTelnetd telnetd, Kind kind) throws IOException {
        return RunningSensor.start(
                directory.resolve("state"),
                telnetd.asBackend(),
                "--honeypool.sensor.telnet.prompt=own",
                "--honeypool.sensor.telnet.own.style=" + kind.name().toLowerCase(Locale.ROOT),
                "--honeypool.sensor.telnet.own.hostname=router",
                "--honeypool.sensor.telnet.own.tries=2",
                "--honeypool.sensor.telnet.own.failure-delay=200ms",
                "--honeypool.sensor.telnet.answer-for-silent=500ms");
    }
}
