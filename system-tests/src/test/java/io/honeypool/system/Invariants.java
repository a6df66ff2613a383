package io.honeypool.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What holds of a pool whatever happened to it, as soon as it had the time: rows, libvirt and the host tell of the same
 * guests, and as many are READY as are wanted or as there is room for.
 */
record Invariants(Deployment deployment) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SERVING =
            "SELECT name, domain_id FROM guest WHERE state IN ('READY', 'LEASED', 'HELD') ORDER BY slot";

    /** Waits until they hold. */
    void awaitAll() {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    assertThat(shortOfTarget()).as("READY guests too few").isNotPositive();
                    assertThat(Leftovers.of(deployment)).matches(Leftovers::isEmpty, "nothing is left over");
                    assertThat(missing()).as("what guests lack").isEmpty();
                });
    }

    private int shortOfTarget() {
        JsonNode profile =
                deployment.api("operator").get("pool").json().get("profiles").get(0);
        JsonNode guests = profile.get("guests");
        int others = guests.propertyStream()
                .filter(state -> !state.getKey().equals("READY"))
                .mapToInt(state -> state.getValue().intValue())
                .sum();
        int wanted =
                Math.min(profile.get("ready").intValue(), profile.get("maximum").intValue() - others);
        return wanted - guests.path("READY").asInt(0);
    }

    /** What guests that serve, or wait to, do not have on the host. */
    private List<String> missing() {
        List<String> guests = deployment.query(SERVING);
        Set<String> domains = new HashSet<>(deployment.virsh("list", "--uuid"));
        Set<String> filters = new HashSet<>(column(1, deployment.virsh("nwfilter-list")));
        List<String> bindings = column(1, deployment.virsh("nwfilter-binding-list"));
        Path overlays = deployment.state().resolve("pool/overlays");
        List<String> missing = new ArrayList<>();
        for (String guest : guests) {
            String name = guest.split(" ", -1)[0];
            lacks(missing, guest + ": domain", domains.contains(guest.split(" ", -1)[1]));
            lacks(missing, guest + ": filter", filters.contains(name));
            lacks(missing, guest + ": binding", bindings.contains(name));
            lacks(missing, guest + ": overlay", Files.exists(overlays.resolve(name + ".qcow2")));
        }
        lacks(missing, emulators() + " emulators for " + guests.size() + " guests", emulators() == guests.size());
        return missing;
    }

    private static void lacks(List<String> missing, String what, boolean there) {
        if (!there) {
            missing.add(what);
        }
    }

    private long emulators() {
        String namespace = deployment.status().get("namespace").stringValue();
        return Command.of("ip", "netns", "pids", namespace)
                .run()
                .orFail()
                .lines()
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())).stream())
                .flatMap(process -> process.info().command().stream())
                .filter(command -> command.contains("qemu-system"))
                .count();
    }

    private static List<String> column(int index, List<String> lines) {
        return lines.stream().map(line -> line.strip().split("\\s+", -1)[index]).toList();
    }
}
