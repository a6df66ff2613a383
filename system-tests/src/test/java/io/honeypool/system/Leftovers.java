package io.honeypool.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a pool at rest has on its host, or in its tables, that belongs to none of its live guests.
 *
 * @param domains libvirt's domains, by UUID
 * @param overlays overlays, and slots that are half baked, by file name
 * @param taps interfaces on the guests' bridge
 * @param filters network filters, and bindings of them to interfaces
 * @param rows guests and leases that contradict each other, or that somebody should be at work on
 */
record Leftovers(
        List<String> domains, List<String> overlays, List<String> taps, List<String> filters, List<String> rows) {

    /** Looks at a deployment whose pool is at rest. */
    static Leftovers of(Deployment deployment) {
        Set<String> names = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (String row : liveRows(deployment)) {
            names.add(row.split(" ", -1)[0]);
            ids.add(row.split(" ", -1)[1]);
        }
        List<String[]> bindings = columns(deployment.virsh("nwfilter-binding-list"));
        Set<String> bound = new HashSet<>();
        bindings.stream().filter(binding -> names.contains(binding[1])).forEach(binding -> bound.add(binding[0]));
        Stream<String> filters =
                columns(deployment.virsh("nwfilter-list")).stream().map(filter -> filter[1]);
        Path pool = deployment.state().resolve("pool");
        return new Leftovers(
                beyond(ids, deployment.virsh("list", "--all", "--uuid").stream(), UnaryOperator.identity()),
                Stream.concat(
                                beyond(names, files(pool.resolve("overlays")), Leftovers::withoutSuffix).stream(),
                                files(pool.resolve("slots")).filter(name -> name.endsWith(".baking")))
                        .toList(),
                beyond(bound, taps(deployment), UnaryOperator.identity()),
                Stream.concat(
                                beyond(names, filters, UnaryOperator.identity()).stream(),
                                bindings.stream()
                                        .filter(binding -> !names.contains(binding[1]))
                                        .map(binding -> binding[0] + " " + binding[1]))
                        .toList(),
                contradictions(deployment));
    }

    boolean isEmpty() {
        return Stream.of(domains, overlays, taps, filters, rows).allMatch(List::isEmpty);
    }

    private static List<String> liveRows(Deployment deployment) {
        return deployment.query(
                "SELECT name, domain_id FROM guest WHERE state NOT IN ('DESTROYED', 'FAILED') AND owner = '%s'"
                        .formatted(deployment.poolName()));
    }

    private static List<String> contradictions(Deployment deployment) {
        return deployment.query("""
                SELECT 'guest', name, state FROM guest
                 WHERE owner = '%1$s' AND state IN ('PROVISIONING', 'RETIRING')
                UNION ALL
                SELECT 'guest', name, 'LEASED to nobody' FROM guest
                 WHERE owner = '%1$s' AND state = 'LEASED'
                   AND NOT EXISTS (SELECT FROM lease WHERE guest_id = guest.id AND lease.state <> 'ENDED')
                UNION ALL
                SELECT 'lease', lease.id::text, 'of a guest that is ' || guest.state
                  FROM lease JOIN guest ON guest.id = guest_id
                 WHERE owner = '%1$s' AND lease.state <> 'ENDED' AND guest.state <> 'LEASED'
                UNION ALL
                SELECT 'connection', connection_id, 'open on an ended lease'
                  FROM lease_connection JOIN lease ON lease.id = lease_id JOIN guest ON guest.id = guest_id
                 WHERE owner = '%1$s' AND lease.state = 'ENDED' AND closed_at IS NULL""".formatted(deployment.poolName()));
    }

    private static List<String> beyond(Set<String> known, Stream<String> found, UnaryOperator<String> owner) {
        return found.filter(name -> !known.contains(owner.apply(name))).toList();
    }

    private static String withoutSuffix(String overlay) {
        return overlay.replaceFirst("\\.qcow2$", "");
    }

    private static List<String[]> columns(List<String> lines) {
        return lines.stream().map(line -> line.strip().split("\\s+", -1)).toList();
    }

    private static Stream<String> taps(Deployment deployment) {
        String namespace = deployment.status().get("namespace").stringValue();
        return Command.of("ip", "-n", namespace, "-o", "link", "show", "type", "tun")
                .run()
                .orFail()
                .lines()
                .map(line -> line.split(": ", -1)[1]);
    }

    private static Stream<String> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
