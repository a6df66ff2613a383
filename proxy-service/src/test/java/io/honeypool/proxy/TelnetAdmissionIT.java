package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.RealTelnetd;
import io.honeypool.proxy.fixture.RealTelnetd.Kind;
import io.honeypool.proxy.fixture.RunningSensor;
import io.honeypool.proxy.fixture.ScriptedTelnet;
import io.honeypool.proxy.fixture.ScriptedTelnet.Manners;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits, time-outs and balancers over Telnet. */
class TelnetAdmissionIT {

    @TempDir
    private static Path world;

    private static RealTelnetd telnetd;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startServer() throws IOException {
        telnetd = RealTelnetd.start(world.resolve("telnetd"), Kind.BUSYBOX);
    }

    @AfterAll
    static void stopServer() {
        telnetd.close();
    }

    @Test
    void connectionsOfBothProtocolsCountTogether() throws IOException {
        try (RunningSensor sensor = start(
                        "--honeypool.sensor.admission.exempt=",
                        "--honeypool.sensor.admission.connections-per-source=2");
                Socket ssh = new Socket(InetAddress.getLoopbackAddress(), sensor.port());
                ScriptedTelnet telnet = ScriptedTelnet.connect(sensor.telnetPort(), Manners.SILENT)) {
            telnet.await("login: ");
            assertThat(ssh.getInputStream().read()).isEqualTo('S');

            try (ScriptedTelnet oneTooMany = ScriptedTelnet.connect(sensor.telnetPort(), Manners.SILENT)) {
                assertThat(oneTooMany.awaitEnd().raw()).isEmpty();
            }

            assertThat(limits(sensor)).containsExactly("connections-per-source");
        }
    }

    @Test
    void whoDoesNotLogInInTimeIsCut() throws IOException {
        try (RunningSensor sensor = start("--honeypool.sensor.telnet.login-timeout=3s");
                ScriptedTelnet silent = ScriptedTelnet.connect(sensor.telnetPort(), Manners.SILENT)) {
            silent.await("login: ").awaitEnd();

            assertThat(limits(sensor)).containsExactly("login-time");
        }
    }

    @Test
    void trafficKeepsASessionAndSilenceEndsIt() throws IOException {
        try (RunningSensor sensor = start("--honeypool.sensor.telnet.idle-timeout=5s");
                ScriptedTelnet client = ScriptedTelnet.connect(sensor.telnetPort(), Manners.SILENT)) {
            client.send(
                    "root\r\n" + RunningSensor.PASSWORD + "\r\nfor i in 1 2 3 4 5 6 7; do echo $i; sleep 1; done\r\n");
            client.await("7\r\n").awaitEnd();

            assertThat(limits(sensor)).containsExactly("idle-time");
        }
    }

    @Test
    void aBalancersHeaderTellsTheSourceAndWithoutOneItIsCut() throws IOException, InterruptedException {
        try (RunningSensor sensor = start("--honeypool.sensor.admission.balancers=127.0.0.1")) {
            try (ScriptedTelnet balanced = ScriptedTelnet.connect(sensor.telnetPort(), Manners.SILENT)) {
                balanced.send("PROXY TCP4 203.0.113.7 198.51.100.1 4711 23\r\nvisitor\r\n", 5);
                balanced.await("login: ").await("visitor").await("Password: ");
            }
            try (ScriptedTelnet without = ScriptedTelnet.connect(sensor.telnetPort(), Manners.SILENT)) {
                without.send("root\r\n").awaitEnd();
            }

            assertThat(limits(sensor)).containsExactly("proxy-header");
            assertThat(sensor.events("cowrie.session.connect"))
                    .extracting(event -> event.path("src_ip").asString() + ":"
                            + event.path("src_port").asInt())
                    .contains("203.0.113.7:4711");
        }
    }

    private RunningSensor start(String... settings) throws IOException {
        return RunningSensor.start(directory.resolve("state"), telnetd.asBackend(), settings);
    }

    private static List<String> limits(RunningSensor sensor) {
        await().until(() -> !sensor.events("honeypool.session.limited").isEmpty());
        return sensor.events("honeypool.session.limited").stream()
                .map(event -> event.path("limit").asString())
                .toList();
    }
}
