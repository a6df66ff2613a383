package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the processes of a deployment may do, and what everybody on the host may read of them. */
@ExtendWith(DeploymentExtension.class)
class PrivilegesIT {

    private final Deployment deployment;
    private final Services services;

    PrivilegesIT(Deployment deployment) {
        this.deployment = deployment;
        this.services = new Services(deployment);
    }

    @Test
    void servicesHaveAccountsOfTheirOwnAndNoCapability() {
        assertThat(ProcessRights.of(services.pid("pool"))).isEqualTo(ProcessRights.none("honeypool"));
        assertThat(ProcessRights.of(services.pid("postgres"))).isEqualTo(ProcessRights.none("honeypool"));
        assertThat(ProcessRights.of(services.pid("sensor"))).isEqualTo(ProcessRights.none("honeypool-sensor"));
    }

    @Test
    void guestsAreEmulatedByAnAccountOfTheirOwnInASandbox() throws IOException {
        deployment.ssh().run("true").orFail();
        String guest = deployment
                .query("SELECT name FROM guest WHERE state = 'LEASED'")
                .getFirst();
        long emulator = services.emulatorOf(guest);

        assertThat(commandLine(emulator)).contains("-sandbox\0on,");
        assertThat(ProcessRights.of(emulator).account()).isEqualTo("honeypool-qemu");
        assertThat(ProcessRights.of(emulator).effective()).isZero();
        assertThat(Files.readString(Path.of("/proc", String.valueOf(emulator), "status")))
                .as("system calls are filtered")
                .containsPattern("\nSeccomp:\t2\n");
    }

    @Test
    void theSensorReadsNothingOfThePools() {
        Path state = deployment.state();
        assertThat(mayRead(state.resolve("run/sensor.token"))).isTrue();
        assertThat(mayRead(state.resolve("sensor/events/events.jsonl"))).isTrue();

        String uri = deployment.status().get("libvirtUri").stringValue();
        Stream.of(
                        state.resolve("tokens/operator.token"),
                        state.resolve("tokens/sensor.token"),
                        state.resolve("postgres.pgpass"),
                        state.resolve("run/pool.yaml"),
                        state.resolve("postgres/PG_VERSION"),
                        Path.of(uri.replaceFirst("^.*socket=", "")))
                .forEach(file -> {
                    assertThat(Files.exists(file)).as(file.toString()).isTrue();
                    assertThat(mayRead(file)).as(file.toString()).isFalse();
                });
    }

    @Test
    void noSecretStandsOnACommandLine() throws IOException {
        List<String> secrets = new ArrayList<>(Stream.of("sensor", "viewer", "operator", "metrics")
                .map(deployment::token)
                .toList());
        secrets.add(Files.readString(deployment.state().resolve("postgres.pgpass"))
                .strip()
                .split(":", -1)[4]);
        assertThat(secrets).allMatch(secret -> secret.length() >= 16);

        List<String> lines = ProcessHandle.allProcesses()
                .map(process -> commandLine(process.pid()))
                .toList();
        assertThat(lines)
                .anyMatch(line -> line.contains(deployment.state().toString()))
                .noneMatch(line -> secrets.stream().anyMatch(line::contains));
    }

    private static boolean mayRead(Path file) {
        return Command.of("setpriv", "--reuid", "honeypool-sensor", "--regid", "honeypool-sensor", "--init-groups")
                        .and("test", "-r", file.toString())
                        .run()
                        .status()
                == 0;
    }

    /** Its words end with a null character each; nothing if it has ended. */
    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }
}
