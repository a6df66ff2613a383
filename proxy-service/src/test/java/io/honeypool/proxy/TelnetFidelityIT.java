package io.honeypool.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.honeypool.proxy.fixture.RealTelnetd;
import io.honeypool.proxy.fixture.RealTelnetd.Kind;
import io.honeypool.proxy.fixture.RunningSensor;
import io.honeypool.proxy.fixture.ScriptedTelnet;
import io.honeypool.proxy.fixture.ScriptedTelnet.Manners;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an attacker sees of the guest through the sensor is, byte for byte, what the guest's server sends. */
class TelnetFidelityIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"INETUTILS", "BUSYBOX"})
    void theServersStreamIsTheSame(Kind kind) throws IOException {
        compare(kind);
    }

    /** The kernel's version and the machine's name are settings, as nobody can ask the guest before it is leased. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"INETUTILS", "BUSYBOX"})
    void theSensorsOwnPromptIsTheServers(Kind kind) throws IOException {
        compare(
                kind,
                "--honeypool.sensor.telnet.prompt=own",
                "--honeypool.sensor.telnet.own.style=" + kind.name().toLowerCase(Locale.ROOT),
                "--honeypool.sensor.telnet.own.banner="
                        + (kind == Kind.INETUTILS
                                ? "Linux " + System.getProperty("os.version") + " (localhost) (pts/0)"
                                : Files.readString(Path.of("/etc/issue.net")).strip()),
                "--honeypool.sensor.telnet.own.hostname="
                        + InetAddress.getLocalHost().getHostName());
    }

    private void compare(Kind kind, String... settings) throws IOException {
        try (RealTelnetd telnetd = RealTelnetd.start(directory.resolve("telnetd"), kind);
                RunningSensor sensor = RunningSensor.start(
                        directory.resolve("state"),
                        telnetd.asBackend(),
                        Stream.concat(rules(), Stream.of(settings)).toArray(String[]::new))) {
            for (Manners manners : List.of(Manners.AGREEABLE, Manners.REFUSING_ECHO_LATE)) {
                String direct = dialogue(telnetd.port(), manners, RealTelnetd.PASSWORD);

                assertThat(dialogue(sensor.telnetPort(), manners, RunningSensor.PASSWORD))
                        .isEqualTo(direct);
            }
        }
    }

    private Stream<String> rules() throws IOException {
        return Stream.of("--honeypool.sensor.auth.rule-file="
                + Files.writeString(directory.resolve("rules"), "*:x:" + RunningSensor.PASSWORD));
    }

    /** With editing, which only the terminal answers. */
    private static String dialogue(int port, Manners manners, String password) throws IOException {
        try (ScriptedTelnet client = ScriptedTelnet.connect(port, manners)) {
            client.await("login: ")
                    .send("nobodyy\177\b\tx\r\n")
                    .await("Password: ")
                    .send("wrong\r\n");
            client.await("incorrect").await("login: ").send("zz top\27\25vis\33\177itor\r\n");
            client.await("Password: ").send("x\25" + password + "\r\n").await("visitor@");
            client.send("echo $((6*7))\r\n").await("42").await("visitor@");
            client.send("exit\r\n").awaitEnd();
            // inetutils' server offers these again when login has set the terminal up, before or after its first words
            return new String(client.raw(), ISO_8859_1)
                    .replaceAll("pts/[0-9]+", "pts/N")
                    .replaceAll("\377\373[\3\1]", "");
        }
    }
}
