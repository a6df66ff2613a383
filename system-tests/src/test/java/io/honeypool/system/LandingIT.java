package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Attackers that become who they typed in a real guest, where sudo, su and passwd take what they typed. */
class LandingIT {

    private static final String PASSWORD = "Winter '24: $HOME";
    private static final Deployment DEPLOYMENT = Deployment.prepare();

    private final Ssh ssh = DEPLOYMENT.ssh();

    @BeforeAll
    static void start() {
        try {
            Path rules = DEPLOYMENT.settingsFile("rules.txt", "*:x:*\n");
            DEPLOYMENT
                    .withSensorSettings("honeypool.sensor: {ssh.landing: as-typed, auth.rule-file: " + rules + "}\n")
                    .up(1);
        } catch (AssertionError | RuntimeException e) {
            DEPLOYMENT.launcher("logs").run();
            DEPLOYMENT.close();
            throw e;
        }
    }

    @AfterAll
    static void stop() {
        DEPLOYMENT.close();
    }

    @Test
    void anAdministratorMaySudo() {
        Ssh admin = ssh.as("admin", PASSWORD);

        assertThat(admin.run("id -un; id -Gn; pwd; echo $SHELL").orFail())
                .isEqualTo("admin\nadmin sudo\n/home/admin\n/bin/bash\n");
        assertThat(admin.run("sudo -S -p '' id -un <<'END'\n" + PASSWORD + "\nEND")
                        .output())
                .isEqualTo("root\n");
        assertThat(admin.run("echo wrong | sudo -k -S -p '' id -un").output()).isEmpty();

        assertThat(landings("admin")).startsWith("admin made").endsWith("admin unchanged");
    }

    @Test
    void passwdAndSuTakeWhatWasTyped() throws IOException {
        Ssh oracle = ssh.as("oracle", PASSWORD);
        try (Terminal terminal = Terminal.running(oracle.with("-tt").command(), 80, 24)) {
            terminal.awaitOutput("$ ");
            terminal.type("su oracle -c 'echo again $(id -un)'\n");
            terminal.awaitOutput("Password: ");
            terminal.type(PASSWORD + "\n");
            terminal.awaitOutput("again oracle");

            terminal.type("passwd\n");
            terminal.awaitOutput("Current password: ");
            terminal.type(PASSWORD + "\n");
            terminal.awaitOutput("New password: ");
            terminal.type("kX7-plum-orbit\n");
            terminal.awaitOutput("Retype new password: ");
            terminal.type("kX7-plum-orbit\n");
            terminal.awaitOutput("updated successfully");
            terminal.type("exit\n");
            assertThat(terminal.awaitStatus()).isZero();
        }

        Ssh changed = ssh.as("oracle", "kX7-plum-orbit");
        assertThat(changed.run("id -un").orFail()).isEqualTo("oracle\n");
        assertThat(oracle.run("id -un").orFail())
                .as("with the password it had before")
                .isEqualTo("oracle\n");
        new Services(DEPLOYMENT).killAndAwaitNext("sensor");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(changed.run("id -un").output()).isEqualTo("oracle\n"));
    }

    @Test
    void anAccountOfTheImageTakesWhatWasTyped() {
        assertThat(ssh.as("tobias", PASSWORD)
                        .run("sudo -S -p '' id -un <<'END'\n" + PASSWORD + "\nEND")
                        .output())
                .isEqualTo("root\n");
    }

    @Test
    void whoCannotBeAnAccountIsRoot() {
        assertThat(ssh.as("daemon", PASSWORD).run("id -un").orFail()).isEqualTo("root\n");
        assertThat(ssh.as("Admin", PASSWORD).run("id -un").orFail()).isEqualTo("root\n");
        assertThat(ssh.as("root", PASSWORD).run("id -un").orFail()).isEqualTo("root\n");

        assertThat(landings("daemon")).containsExactly("root guest-account");
        assertThat(landings("Admin")).containsExactly("root guest-account");
        assertThat(landings("root")).containsExactly("root guest-account");
    }

    private static List<String> landings(String username) {
        return DEPLOYMENT.events().stream()
                .filter(event -> event.get("eventid").stringValue().equals("honeypool.landing"))
                .filter(event -> event.get("username").stringValue().equals(username))
                .map(LandingIT::inWords)
                .toList();
    }

    private static String inWords(JsonNode event) {
        return event.get("account").stringValue() + " " + event.get("outcome").stringValue();
    }
}
