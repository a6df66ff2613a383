package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.Patience;
import io.honeypool.proxy.ssh.SshSensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logins as OpenSSH's own client tries them, and the events of each. There is no pool: who gets in gets no guest. */
class LoginIT {

    @TempDir
    private Path directory;

    private Path token;
    private Path askpass;
    private @Nullable ConfigurableApplicationContext sensor;

    @BeforeEach
    void prepare() throws IOException {
        token = Files.writeString(directory.resolve("token"), "0123456789abcdef0123456789abcdef\n");
        askpass = Files.writeString(
                directory.resolve("askpass"), "#!/bin/sh\nhead -n 1 \"$PASSWORDS\"\nsed -i 1d \"$PASSWORDS\"\n");
        Files.setPosixFilePermissions(askpass, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void stop() {
        if (sensor != null) {
            sensor.close();
        }
    }

    @Test
    void noneIsRefusedWithTheMethodsInOrder() throws IOException, InterruptedException {
        start("--honeypool.sensor.auth.failure-delay=0s");

        assertThat(ssh(List.of(), "-o", "PreferredAuthentications=none", "admin@127.0.0.1"))
                .contains("Permission denied (publickey,password).");

        assertThat(logins()).containsExactly("cowrie.login.failed admin");
    }

    @Test
    void theSixthFailureEndsTheConnection() throws IOException, InterruptedException {
        start("--honeypool.sensor.auth.failure-delay=10ms");
        List<String> wrong =
                IntStream.rangeClosed(1, 8).mapToObj(i -> "wrong:" + i).toList();

        assertThat(ssh(wrong, "-o", "NumberOfPasswordPrompts=8", "admin@127.0.0.1"))
                .contains("Too many authentication failures")
                .contains("disconnect from 127.0.0.1 port " + port() + ":2:");

        assertThat(logins())
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of("cowrie.login.failed admin"),
                                wrong.stream().limit(6).map(password -> "cowrie.login.failed admin " + password))
                        .toList());
    }

    @Test
    void aRightPasswordIsLetIn() throws IOException, InterruptedException {
        start("--honeypool.sensor.auth.failure-delay=0s");

        assertThat(ssh(List.of("123456", "hunter2"), "-v", "root@127.0.0.1"))
                .contains("Authenticated to 127.0.0.1 ([127.0.0.1]:" + port() + ") using \"password\"");

        assertThat(logins())
                .containsExactly(
                        "cowrie.login.failed root",
                        "cowrie.login.failed root 123456",
                        "cowrie.login.success root hunter2");
    }

    @Test
    void aKeyIsRecordedAndRefusedBeforeItsSignature() throws IOException, InterruptedException {
        start("--honeypool.sensor.auth.failure-delay=0s");
        Path key = newKey();

        assertThat(ssh(List.of(), "-o", "PreferredAuthentications=publickey", "-i", key.toString(), "root@127.0.0.1"))
                .contains("Permission denied (publickey,password).");

        JsonNode offered = await().until(() -> events("cowrie.client.fingerprint"), found -> found.size() == 1)
                .getFirst();
        assertThat(offered.get("fingerprint").asString()).isEqualTo(fingerprint(key));
        assertThat(offered.get("key").asString()).isEqualTo(publicKey(key));
        assertThat(offered.get("type").asString()).isEqualTo("ssh-ed25519");
        assertThat(logins()).containsExactly("cowrie.login.failed root", "cowrie.client.fingerprint root");
    }

    @Test
    void aKeyThatIsProvedIsLetInWhereKeysAreAccepted() throws IOException, InterruptedException {
        start("--honeypool.sensor.auth.public-keys=accept");
        Path key = newKey();

        assertThat(ssh(List.of(), "-v", "-i", key.toString(), "anybody@127.0.0.1"))
                .contains("using \"publickey\"");

        assertThat(logins())
                .containsExactly(
                        "cowrie.login.failed anybody",
                        "cowrie.client.fingerprint anybody",
                        "cowrie.login.success anybody");
        assertThat(events("cowrie.login.success").getFirst().get("key").asString())
                .isEqualTo(publicKey(key));
    }

    @Test
    void keysCountAsTries() throws IOException, InterruptedException {
        start("--honeypool.sensor.auth.maximum-tries=2");
        Path key = newKey();
        Path other = newKey();

        assertThat(ssh(List.of("hunter2"), "-i", key.toString(), "-i", other.toString(), "root@127.0.0.1"))
                .contains("Too many authentication failures");

        assertThat(logins())
                .containsExactly(
                        "cowrie.login.failed root", "cowrie.client.fingerprint root", "cowrie.client.fingerprint root");
    }

    @Test
    void methodsAreOfferedAsConfiguredAndKeyboardInteractiveAsksOnce() throws IOException, InterruptedException {
        start(
                "--honeypool.sensor.auth.methods=keyboard-interactive,publickey",
                "--honeypool.sensor.auth.failure-delay=0s");

        assertThat(ssh(List.of("root", "hunter2"), "-v", "root@127.0.0.1"))
                .contains("Authentications that can continue: keyboard-interactive,publickey")
                .contains("using \"keyboard-interactive\"");

        assertThat(logins())
                .containsExactly(
                        "cowrie.login.failed root",
                        "cowrie.login.failed root root",
                        "cowrie.login.success root hunter2");
    }

    @Test
    void aDelayHoldsUpNobodyElse() throws IOException, InterruptedException {
        start("--honeypool.sensor.auth.failure-delay=60s");
        List<Process> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                waiting.add(begin("waiting" + i, List.of("wrong"), "admin@127.0.0.1"));
            }
            await().until(() -> logins().stream()
                            .filter("cowrie.login.failed admin wrong"::equals)
                            .count()
                    == 20);

            assertThat(ssh(List.of("hunter2"), "-v", "root@127.0.0.1")).contains("using \"password\"");

            assertThat(waiting).allMatch(Process::isAlive);
        } finally {
            waiting.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void whatWonAfterSomeTriesWinsAtOnceAfterARestart() throws IOException, InterruptedException {
        String[] settings = {
            "--honeypool.sensor.auth.policy=accept-after-tries",
            "--honeypool.sensor.auth.tries.fewest=3",
            "--honeypool.sensor.auth.tries.most=3",
            "--honeypool.sensor.auth.failure-delay=0s"
        };
        start(settings);
        assertThat(ssh(List.of("a", "b", "c"), "-v", "root@127.0.0.1")).contains("using \"password\"");
        stop();

        start(settings);

        assertThat(ssh(List.of("d", "c"), "-v", "root@127.0.0.1")).contains("using \"password\"");
        assertThat(logins())
                .containsExactly(
                        "cowrie.login.failed root",
                        "cowrie.login.failed root a",
                        "cowrie.login.failed root b",
                        "cowrie.login.success root c",
                        "cowrie.login.failed root",
                        "cowrie.login.failed root d",
                        "cowrie.login.success root c");
    }

    private void start(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--honeypool.sensor.ssh.address=127.0.0.1",
                "--honeypool.sensor.ssh.port=0",
                "--honeypool.sensor.pool.url=http://127.0.0.1:1",
                "--honeypool.sensor.pool.timeout=100ms",
                "--honeypool.sensor.state-directory=" + directory.resolve("state"),
                "--honeypool.sensor.pool.token-file=" + token));
        all.addAll(List.of(arguments));
        sensor = SpringApplication.run(ProxyApplication.class, all.toArray(String[]::new));
    }

    private int port() {
        return sensor().getBean(SshSensor.class).port();
    }

    private ConfigurableApplicationContext sensor() {
        return Objects.requireNonNull(sensor);
    }

    /** Runs OpenSSH's client to its end, and waits until the sensor has written the end of the connection. */
    private String ssh(List<String> passwords, String... arguments) throws IOException, InterruptedException {
        int closed = events("cowrie.session.closed").size();
        Process client = begin("client", passwords, arguments);
        try {
            assertThat(client.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("the client ends")
                    .isTrue();
        } finally {
            client.destroyForcibly();
        }
        await().until(() -> events("cowrie.session.closed").size() > closed);
        return Files.readString(directory.resolve("client.out"));
    }

    private Process begin(String name, List<String> passwords, String... arguments) throws IOException {
        Path file = Files.write(directory.resolve(name + ".passwords"), passwords);
        List<String> command = new ArrayList<>(List.of("ssh", "-F", "none", "-p", String.valueOf(port())));
        Map.of(
                        "UserKnownHostsFile", "/dev/null",
                        "StrictHostKeyChecking", "no",
                        "IdentitiesOnly", "yes",
                        "IdentityFile", "none")
                .forEach((option, value) -> command.addAll(List.of("-o", option + "=" + value)));
        command.addAll(List.of(arguments));
        command.add("true");
        ProcessBuilder client = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(directory.resolve(name + ".out").toFile());
        client.environment()
                .putAll(Map.of(
                        "SSH_ASKPASS", askpass.toString(),
                        "SSH_ASKPASS_REQUIRE", "force",
                        "PASSWORDS", file.toString()));
        return client.start();
    }

    private Path newKey() throws IOException, InterruptedException {
        Path key = Files.createTempFile(directory, "key", "");
        Files.delete(key);
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key.toString());
        return key;
    }

    private static String publicKey(Path key) throws IOException {
        return Files.readString(Path.of(key + ".pub")).strip();
    }

    private static String fingerprint(Path key) throws IOException, InterruptedException {
        String shown = run("ssh-keygen", "-l", "-E", "md5", "-f", key.toString());
        int start = shown.indexOf("MD5:") + "MD5:".length();
        return shown.substring(start, shown.indexOf(' ', start));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** The login events so far, in words. */
    private List<String> logins() throws IOException {
        return events("").stream()
                .filter(event -> event.get("eventid").asString().startsWith("cowrie.login.")
                        || event.get("eventid").asString().equals("cowrie.client.fingerprint"))
                .map(event -> Stream.of("eventid", "username", "password")
                        .filter(event::has)
                        .map(field -> event.get(field).asString())
                        .reduce((a, b) -> a + " " + b)
                        .orElseThrow())
                .toList();
    }

    private List<JsonNode> events(String type) throws IOException {
        Path file = directory.resolve("state").resolve("events").resolve("events.jsonl");
        if (Files.notExists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .map(JsonMapper.shared()::readTree)
                .filter(event ->
                        type.isEmpty() || event.get("eventid").asString().equals(type))
                .toList();
    }
}
