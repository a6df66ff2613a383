package io.honeypool.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.honeypool.proxy.fixture.OpenSsh;
import io.honeypool.proxy.fixture.RealSshd;
import io.honeypool.proxy.fixture.RunningSensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Attackers that land as who they typed, on OpenSSH's server; its accounts are copies and end with it. */
class LandingIT {

    /** All that a shell, a passwd file or a printf could stumble over. */
    private static final String TYPED = " p:a$(id)`id`'\"\\n%s!*&; \u00e4";

    @TempDir
    private Path directory;

    private RealSshd guest;
    private @Nullable RunningSensor sensor;

    @BeforeEach
    void startGuest() throws IOException, InterruptedException {
        guest = RealSshd.start(directory.resolve("sshd"));
    }

    @AfterEach
    void stop() {
        if (sensor != null) {
            sensor.close();
        }
        guest.close();
    }

    @Test
    void anAccountIsMadeWithWhatWasTyped() throws IOException, InterruptedException {
        start();

        assertThat(attack("admin", TYPED, "id -un; id -Gn; pwd; echo $SHELL; ls -A ~/.bashrc; stat -c %U:%G ~"))
                .isEqualTo("admin\nadmin sudo\n/home/admin\n/bin/bash\n/home/admin/.bashrc\nadmin:admin\n");

        assertThat(directly("admin", TYPED, "id -un")).isEqualTo("admin\n");
        assertThat(attack("admin", TYPED, "id -un")).isEqualTo("admin\n");
        assertThat(landings()).containsExactly("admin admin made", "admin admin unchanged");
        assertThat(loginsOf("root")).as("connections to make accounts").isEqualTo(1);
        assertThat(guest.log())
                .as("each was closed before the attacker's own was let in")
                .satisfies(log -> assertThat(log.indexOf("Accepted password for admin"))
                        .isGreaterThan(log.indexOf("Accepted password for root")));
    }

    @Test
    void anAccountLooksAsOldAsTheOthers() throws IOException, InterruptedException {
        start();
        assertThat(directly("root", RealSshd.PASSWORD, "chage -d 2020-02-20 root"))
                .isEmpty();

        attack("admin", "typed", "true");

        assertThat(directly("root", RealSshd.PASSWORD, "getent shadow admin | cut -d: -f3; stat -c %Y /home/admin"))
                .isEqualTo("18312\n"
                        + Files.getLastModifiedTime(Path.of("/etc/skel")).toMillis() / 1000 + "\n");
    }

    @Test
    void whatIsTypedIsThePasswordWhateverTheAttackerMadeOfIt() throws IOException, InterruptedException {
        start();
        attack("admin", "typed", "true");

        directly("root", RealSshd.PASSWORD, "echo admin:changed | chpasswd");
        assertThat(attack("admin", "typed", "id -un")).isEqualTo("admin\n");
        assertThat(directly("admin", "typed", "id -un")).isEqualTo("admin\n");

        directly("root", RealSshd.PASSWORD, "echo admin:changed | chpasswd");
        assertThat(attack("admin", "changed", "id -un")).isEqualTo("admin\n");
        assertThat(directly("admin", "changed", "id -un")).isEqualTo("admin\n");

        assertThat(landings())
                .containsExactly("admin admin made", "admin admin password-set", "admin admin password-set");
    }

    @Test
    void anAccountThatIsThereGetsThePasswordTyped() throws IOException, InterruptedException {
        start();

        assertThat(attack(RealSshd.USERNAME, "typed", "id -Gn")).isEqualTo("visitor\n");

        assertThat(directly(RealSshd.USERNAME, "typed", "id -un")).isEqualTo("visitor\n");
        assertThat(landings()).containsExactly("visitor visitor password-set");
    }

    @Test
    void aNameThatOnlyAGroupHasIsAnAccountOfThatGroup() throws IOException, InterruptedException {
        start();

        assertThat(attack("operator", "typed", "id -un; id -gn")).isEqualTo("operator\noperator\n");
    }

    @Test
    void theRestIsTheGuestsOwnAccount() throws IOException, InterruptedException {
        start();

        for (String name : List.of("root", "daemon", "sync", "Admin", "x".repeat(33), "a.b", "_x y")) {
            assertThat(attack(name, "typed", "id -un")).as(name).isEqualTo("root\n");
        }

        assertThat(landings())
                .containsExactly(
                        "root root guest-account",
                        "daemon root guest-account system-account",
                        "sync root guest-account system-account",
                        "Admin root guest-account name",
                        "x".repeat(33) + " root guest-account name",
                        "a.b root guest-account name",
                        "_x y root guest-account name");
        assertThat(directly("root", RealSshd.PASSWORD, "id -un"))
                .as("the password is as it was")
                .isEqualTo("root\n");
    }

    @Test
    void aGuestThatPrintsWithoutEndLosesNoSession() throws IOException, InterruptedException {
        start();
        directly(
                "root", RealSshd.PASSWORD, "echo 'case $BASH_EXECUTION_STRING in *eval*) yes ;; esac' > /root/.bashrc");

        assertThat(attack("admin", "typed", "id -un")).isEqualTo("root\n");

        assertThat(landings()).containsExactly("admin root guest-account failed");
    }

    @Test
    void aGuestThatShutsItsOwnAccountOutLosesNoSession() throws IOException, InterruptedException {
        start();
        attack("admin", "typed", "true");
        directly("root", RealSshd.PASSWORD, "echo admin:changed | chpasswd; usermod -p '*' root");

        assertThat(attack("admin", "changed", "id -un")).isEqualTo("admin\n");

        assertThat(landings()).containsExactly("admin admin made", "admin admin unchanged");
    }

    @Test
    void manyAtOnceAreOneAccount() throws IOException, InterruptedException {
        start();
        Callable<String> attacker = () -> attack("admin", "typed", "id -un");

        try (ExecutorService crowd = Executors.newFixedThreadPool(6)) {
            assertThat(crowd.invokeAll(Stream.generate(() -> attacker).limit(6).toList()).stream()
                            .map(Future::resultNow))
                    .containsOnly("admin\n")
                    .hasSize(6);
        }

        assertThat(landings()).containsOnlyOnce("admin admin made").contains("admin admin unchanged");
        assertThat(loginsOf("root")).isEqualTo(1);
    }

    @Test
    void anAccountIsKnownAfterARestart() throws IOException, InterruptedException {
        start();
        attack("admin", "typed", "true");
        running().close();

        start();
        attack("admin", "typed", "true");

        assertThat(landings()).containsExactly("admin admin made", "admin admin unchanged");
        assertThat(loginsOf("root")).isEqualTo(1);
    }

    @Test
    void anAttackerThatWaitsWithItsFirstChannelIsNotLost() throws IOException, InterruptedException {
        guest.close();
        guest = RealSshd.start(directory.resolve("impatient"), "LoginGraceTime 1");
        start("--honeypool.sensor.ssh.landing=guest-account");
        Path socket = directory.resolve("control");
        Process waiting = new OpenSsh(directory, "typed")
                .builder("admin", running().port(), "", "-N", "-M", "-S", socket.toString())
                .start();
        try {
            await().until(() -> Files.exists(socket));
            await().until(() ->
                    !running().events("cowrie.proxy.backend_connected").isEmpty());
            await().until(() -> connectionsToGuest().isEmpty());

            assertThat(attack("admin", "typed", "id -un", "-S", socket.toString()))
                    .isEqualTo("root\n");
            assertThat(running().events("cowrie.session.connect")).hasSize(1);
        } finally {
            waiting.destroy();
        }
    }

    private void start(String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--honeypool.sensor.ssh.landing=as-typed",
                "--honeypool.sensor.auth.rule-file=" + Files.writeString(directory.resolve("rules"), "*:x:*\n")));
        for (String setting : settings) {
            all.removeIf(known -> known.startsWith(setting.substring(0, setting.indexOf('=') + 1)));
            all.add(setting);
        }
        sensor = RunningSensor.start(directory.resolve("state"), guest.asBackend("root"), all.toArray(String[]::new));
    }

    private RunningSensor running() {
        return Objects.requireNonNull(sensor);
    }

    /** What a command prints that an attacker runs through the sensor. */
    private String attack(String name, String password, String command, String... options)
            throws IOException, InterruptedException {
        return run(name, password, running().port(), command, options);
    }

    /** What a command prints that is run in the guest behind the sensor's back. */
    private String directly(String name, String password, String command) throws IOException, InterruptedException {
        return run(name, password, guest.port(), command);
    }

    private String run(String name, String password, int port, String command, String... options)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-l", name));
        all.addAll(List.of(options));
        OpenSsh.Result result =
                new OpenSsh(directory, password).run("ignored", port, command, all.toArray(String[]::new));
        assertThat(result.status()).as(result.errors()).isZero();
        return result.output();
    }

    private String connectionsToGuest() throws IOException {
        Process list = new ProcessBuilder("ss", "-Htn", "state", "established", "dport = :" + guest.port()).start();
        try (InputStream output = list.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private long loginsOf(String account) {
        return guest.log()
                .lines()
                .filter(line -> line.startsWith("Accepted password for " + account + " "))
                .count();
    }

    /** The landings so far, in words. */
    private List<String> landings() {
        return running().events("honeypool.landing").stream()
                .map(LandingIT::inWords)
                .toList();
    }

    private static String inWords(JsonNode event) {
        return Stream.of("username", "account", "outcome", "reason")
                .filter(event::has)
                .map(field -> event.get(field).asString())
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
    }
}
