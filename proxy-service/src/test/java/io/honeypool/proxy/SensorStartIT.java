package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees who got something wrong: the real program, its words and its exit code. */
class SensorStartIT {

    @TempDir
    private Path directory;

    private Path token;

    @BeforeEach
    void writeToken() throws IOException {
        token = Files.writeString(directory.resolve("token"), "0123456789abcdef0123456789abcdef\n");
    }

    @Test
    void anUnknownSettingStopsTheStart() throws IOException, InterruptedException {
        assertThat(failedStart(Map.of(), "--honeypool.sensor.ssh.prot=22"))
                .contains("honeypool.sensor.ssh.prot")
                .contains("Action:");
    }

    @Test
    void anUnknownEnvironmentVariableStopsTheStart() throws IOException, InterruptedException {
        assertThat(failedStart(Map.of("HONEYPOOL_SENSOR_SSH_PROT", "22")))
                .contains("HONEYPOOL_SENSOR_SSH_PROT (did you mean HONEYPOOL_SENSOR_SSH_PORT?)");
    }

    @Test
    void aSettingOfTheWrongTypeStopsTheStart() throws IOException, InterruptedException {
        assertThat(failedStart(Map.of(), "--honeypool.sensor.ssh.port=ssh"))
                .contains("honeypool.sensor.ssh.port")
                .contains("\"ssh\"");
    }

    @Test
    void aPortInUseStopsTheStart() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(failedStart(
                            Map.of(),
                            "--honeypool.sensor.ssh.address=127.0.0.1",
                            "--honeypool.sensor.ssh.port=" + taken.getLocalPort()))
                    .contains("cannot listen on port " + taken.getLocalPort())
                    .contains("honeypool.sensor.ssh.port");
        }
    }

    @Test
    void aTelnetPortInUseStopsTheStart() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(failedStart(
                            Map.of(),
                            "--honeypool.sensor.telnet.address=127.0.0.1",
                            "--honeypool.sensor.telnet.port=" + taken.getLocalPort()))
                    .contains("The Telnet sensor cannot listen on port " + taken.getLocalPort())
                    .contains("honeypool.sensor.telnet.port");
        }
    }

    @Test
    void aPromptThatCannotBeReadStopsTheStartWithItsPosition() throws IOException, InterruptedException {
        assertThat(failedStart(Map.of(), "--honeypool.sensor.telnet.username-prompt-regex=login(: "))
                .contains("honeypool.sensor.telnet.username-prompt-regex cannot be used: missing closing )")
                .contains("at character 6 of login(:");
    }

    @Test
    void aStateDirectoryThatCannotBeMadeStopsTheStart() throws IOException, InterruptedException {
        assertThat(failedStart(Map.of(), "--honeypool.sensor.state-directory=" + token.resolve("sensor")))
                .contains("cannot use its state")
                .contains("honeypool.sensor.state-directory");
    }

    @Test
    void aRuleFileThatCannotBeReadStopsTheStart() throws IOException, InterruptedException {
        Path rules = Files.writeString(directory.resolve("rules"), "root:x:*\nroot\n");

        assertThat(failedStart(Map.of(), "--honeypool.sensor.auth.rule-file=" + rules))
                .contains(rules + ", line 2: is not of the form user:x:password");
    }

    @Test
    void aMissingTokenStopsTheStart() throws IOException, InterruptedException {
        assertThat(failedStart(Map.of(), "--honeypool.sensor.pool.token-file=/nonexistent/token"))
                .contains("no token for the pool")
                .contains("honeypool.sensor.pool.token-file");
    }

    @Test
    void aStaticBackendWithoutHostStopsTheStart() throws IOException, InterruptedException {
        assertThat(failedStart(Map.of(), "--honeypool.sensor.backend.type=static"))
                .contains("The static backend has no host")
                .contains("honeypool.sensor.backend.host");
    }

    @Test
    void aBackendSettingThatIsWithoutEffectStopsTheStart() throws IOException, InterruptedException {
        assertThat(failedStart(Map.of(), "--honeypool.sensor.backend.password=secret-4711"))
                .contains("guests come from the pool")
                .contains("honeypool.sensor.backend.type")
                .doesNotContain("secret-4711");
    }

    private String failedStart(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "--enable-native-access=ALL-UNNAMED",
                ProxyApplication.class.getName(),
                "--server.port=0",
                "--honeypool.sensor.ssh.port=0",
                "--honeypool.sensor.telnet.port=0",
                "--honeypool.sensor.state-directory=" + directory.resolve("state"),
                "--honeypool.sensor.pool.token-file=" + token));
        for (String argument : arguments) {
            command.removeIf(known -> known.startsWith(argument.substring(0, argument.indexOf('=') + 1)));
            command.add(argument);
        }
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it exits").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isEqualTo(1);
        assertThat(text).contains("APPLICATION FAILED TO START").doesNotContain("\tat ");
        return text;
    }
}
