package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What comes up goes down and leaves nothing, beside another deployment that goes on serving. */
@ExtendWith(DeploymentExtension.class)
class LifecycleIT {

    private final Deployment neighbour;

    LifecycleIT(Deployment neighbour) {
        this.neighbour = neighbour;
    }

    @Test
    void aSecondDeploymentServesBesideTheFirstAndLeavesNothing() {
        Set<String> before = traces();
        try (Deployment second = Deployment.prepare().up(1)) {
            assertThat(second.ssh().run("echo second").orFail()).isEqualTo("second\n");
            assertThat(neighbour.ssh().run("echo first").orFail()).isEqualTo("first\n");
            Set<String> during = traces();
            during.removeAll(before);
            List<ProcessHandle> inside = processesInNamespaces(during);
            assertThat(inside).as("libvirt, DHCP and the guest").hasSizeGreaterThanOrEqualTo(3);

            Command.Result again = second.launcher("up", "--detach").run();
            assertThat(again.status()).isNotZero();

            Process stalled = stall(second);
            try {
                second.down();
            } finally {
                stalled.destroyForcibly();
            }
            JsonNode session = second.events().getLast().get("session");
            assertThat(second.events())
                    .filteredOn(event -> event.get("session").equals(session))
                    .extracting(event -> event.get("eventid").stringValue())
                    .endsWith("cowrie.session.closed")
                    .containsOnlyOnce("honeypool.lease.released", "honeypool.recording.closed", "cowrie.log.closed");
            assertThat(traces()).containsExactlyElementsOf(before);
            awaitEnd(inside);
            assertThat(processesMentioning(second.state())).isEmpty();
        }
        assertThat(neighbour.ssh().run("echo first").orFail()).isEqualTo("first\n");
    }

    @Test
    void downRepairsWhatAKilledLauncherLeft() {
        Set<String> before = traces();
        try (Deployment second = Deployment.prepare().up(1)) {
            List<ProcessHandle> services = second.status()
                    .get("services")
                    .propertyStream()
                    .map(service -> service.getValue().get("pid").longValue())
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .toList();
            assertThat(services)
                    .as("launcher, libvirt, database, pool and sensor")
                    .hasSize(5);
            services.getFirst().destroyForcibly();
            assertThat(second.ssh().run("echo orphaned").orFail()).isEqualTo("orphaned\n");

            second.down();

            awaitEnd(services);
            assertThat(traces()).containsExactlyElementsOf(before);
            assertThat(processesMentioning(second.state())).isEmpty();
        }
    }

    @Test
    void aPortInUseIsSaidBeforeAnythingStarts() throws IOException {
        Set<String> before = traces();
        try (Deployment other = Deployment.prepare();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Command.Result result = other.launcher("up", "--detach")
                    .and("--ssh-port", String.valueOf(taken.getLocalPort()))
                    .run();

            assertThat(result.status()).isNotZero();
            assertThat(result.output() + result.errors()).contains(String.valueOf(taken.getLocalPort()));
            assertThat(traces()).containsExactlyElementsOf(before);
        }
    }

    @Test
    void anUnknownOptionIsNamed() {
        Command.Result result = neighbour.launcher("status", "--jsno").run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output() + result.errors()).contains("--jsno");
    }

    @Test
    void aSettingThatThePoolDoesNotKnowStopsTheStart() {
        Set<String> before = traces();
        try (Deployment wrong = Deployment.prepare().withPoolSettings("honeypool.pool.guests.redy: 1\n")) {
            Command.Result result = wrong.launcher("up", "--detach").run();

            assertThat(result.status()).isNotZero();
            assertThat(result.output() + result.errors()).contains("honeypool.pool.guests.redy");
            assertThat(traces()).containsExactlyElementsOf(before);
        }
    }

    /** An attacker that asked for endless output and stopped reading it. */
    private static Process stall(Deployment deployment) {
        Process attacker = deployment.ssh().command("yes").start(Path.of("/dev/null"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> deployment.events().stream()
                        .anyMatch(event -> event.path("input").stringValue("").equals("yes")));
        Command.of("kill", "-STOP", String.valueOf(attacker.pid())).run().orFail();
        return attacker;
    }

    /** Orphans that were killed show as alive until the system has collected them. */
    private static void awaitEnd(List<ProcessHandle> processes) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
    }

    /** Everything on this host that a deployment makes: namespaces, interfaces, routes, tables, mounts. */
    private static Set<String> traces() {
        Set<String> traces = new TreeSet<>();
        Command.of("ip", "netns", "list").run().orFail().lines().forEach(line -> traces.add("netns " + line));
        Command.of("ip", "-o", "link")
                .run()
                .orFail()
                .lines()
                .map(line -> line.split(": ", -1)[1])
                .forEach(line -> traces.add("link " + line));
        Command.of("ip", "route").run().orFail().lines().forEach(line -> traces.add("route " + line.strip()));
        Command.of("nft", "list", "tables").run().orFail().lines().forEach(traces::add);
        try {
            Files.readString(Path.of("/proc/mounts"))
                    .lines()
                    .map(line -> line.split(" ", -1)[1])
                    .forEach(line -> traces.add("mount " + line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return traces;
    }

    private static List<ProcessHandle> processesInNamespaces(Set<String> traces) {
        return traces.stream()
                .filter(trace -> trace.startsWith("netns "))
                .map(trace -> trace.split(" ", -1)[1])
                .flatMap(name ->
                        Command.of("ip", "netns", "pids", name).run().orFail().lines())
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())).stream())
                .toList();
    }

    private static Set<String> processesMentioning(Path state) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(state.toString()))
                .collect(Collectors.toSet());
    }
}
