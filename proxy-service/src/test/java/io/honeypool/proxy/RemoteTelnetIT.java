package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.RealTelnetd;
import io.honeypool.proxy.fixture.RunningSensor;
import io.honeypool.proxy.fixture.ScriptedTelnet;
import io.honeypool.proxy.fixture.TestGateway;
import io.honeypool.proxy.fixture.TestKeys;
import io.honeypool.proxy.fixture.TestPool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Telnet client through a sensor that joined a pool on another host, through its gateway, to a real server. */
class RemoteTelnetIT {

    @TempDir
    private Path directory;

    private RealTelnetd guest;
    private TestGateway gateway;
    private TestPool pool;
    private RunningSensor sensor;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        TestKeys keys = TestKeys.make(directory, "ip:127.0.0.1");
        guest = RealTelnetd.start(directory.resolve("telnetd"), RealTelnetd.Kind.INETUTILS);
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
    void anAttackerLogsInToItsGuestThroughTheGateway() throws IOException {
        try (ScriptedTelnet client = connect()) {
            client.await("login: ").send("root\r\n").await("Password: ").send(RunningSensor.PASSWORD + "\r\n");
            client.await("visitor@").send("echo $((6*7))\r\n").await("42").await("visitor@");
            client.send("exit\r\n").awaitEnd();
        }

        String target = pool.lease() + ".guest:23";
        assertThat(gateway.heads())
                .containsExactly("CONNECT " + target + " HTTP/1.1\r\nHost: " + target
                        + "\r\nProxy-Authorization: Bearer " + TestPool.PASS + "\r\n\r\n");
        await().until(() -> pool.calls().stream().anyMatch(call -> call.startsWith("DELETE ")));
        assertThat(pool.calls()).anyMatch(call -> call.startsWith("DELETE ") && call.contains("used=true"));
    }

    @Test
    void aRefusalOfTheGatewayEndsTheSessionWithAnEvent() throws IOException {
        gateway.answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");

        try (ScriptedTelnet client = connect()) {
            client.awaitEnd();
        }

        await().until(() -> !sensor.events("cowrie.session.closed").isEmpty());
        assertThat(sensor.events("cowrie.proxy.backend_connect_error"))
                .singleElement()
                .satisfies(event -> assertThat(event.path("error").asString()).contains("the gateway answered 403"));
    }

    @Test
    void aTunnelThatIsCutEndsTheSession() throws IOException {
        try (ScriptedTelnet client = connect()) {
            client.await("login: ");

            gateway.cut();

            client.awaitEnd();
        }
        await().until(() -> !sensor.events("cowrie.session.closed").isEmpty());
    }

    private ScriptedTelnet connect() throws IOException {
        return ScriptedTelnet.connect(sensor.telnetPort(), ScriptedTelnet.Manners.AGREEABLE);
    }
}
