package io.honeypool.system;

import io.honeypool.system.Cycles.Visit;
import io.honeypool.system.Markers.Sighting;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What came of cycles: from the pool's tables, its metrics and its host, and from what the sources saw.
 *
 * @param leases leases of the sources, as the database has them
 * @param sources distinct sources among them
 * @param ends why those leases ended, and how many for each reason
 * @param seconds from the first lease to the end of the last one
 * @param provisioned guests that got READY meanwhile
 * @param ways the same by how they were started, as the metrics have it
 * @param leased distinct guests of those leases
 * @param reused guests that more than one source has used, of all that the pool ever had
 * @param visits what the sources saw
 * @param leaked what is left of guests that are no more
 */
record CycleReport(
        int leases,
        int sources,
        Map<String, Integer> ends,
        double seconds,
        int provisioned,
        Map<String, Integer> ways,
        int leased,
        int reused,
        List<Visit> visits,
        Leftovers leaked) {

    private static final Pattern PROVISIONED =
            Pattern.compile("honeypool_pool_provision_seconds_count\\{.*way=\"(\\w+)\".*} ([0-9.E]+)");

    private static final String REUSED = """
            SELECT count(*) FROM (
                SELECT guest_id FROM lease
                 WHERE EXISTS (SELECT FROM lease_connection
                                WHERE lease_id = lease.id AND close_reason IS DISTINCT FROM 'RELEASED_UNUSED')
                 GROUP BY guest_id HAVING count(DISTINCT source_key) > 1) AS used_twice""";

    /** How many guests the pool has made so far. */
    record Made(int rows, Map<String, Integer> ways) {

        static final Made NOTHING = new Made(0, Map.of());

        static Made soFar(Deployment deployment) {
            Map<String, Integer> ways = new TreeMap<>(Map.of("RESTORED", 0, "BAKED", 0, "BOOTED", 0));
            deployment.metrics().stream()
                    .map(PROVISIONED::matcher)
                    .filter(Matcher::matches)
                    .forEach(match ->
                            ways.merge(match.group(1), (int) Double.parseDouble(match.group(2)), Integer::sum));
            return new Made(number(deployment, "SELECT count(*) FROM guest WHERE ready_at IS NOT NULL"), ways);
        }
    }

    /** Draws the report up when the pool is at rest again. */
    static CycleReport of(Cycles cycles, Made before, List<Visit> visits) {
        Deployment deployment = cycles.deployment();
        Made after = Made.soFar(deployment);
        String ours = " FROM lease WHERE source_address << '" + cycles.network() + ".0.0/16'";
        Map<String, Integer> ways = new TreeMap<>();
        after.ways().forEach((way, count) -> ways.put(way, count - before.ways().getOrDefault(way, 0)));
        Map<String, Integer> ends = new TreeMap<>();
        deployment
                .query("SELECT coalesce(end_reason, 'NONE'), count(*)" + ours + " GROUP BY 1")
                .forEach(row -> ends.put(row.split(" ", -1)[0], Integer.valueOf(row.split(" ", -1)[1])));
        String seconds = deployment
                .query("SELECT extract(epoch FROM max(ended_at) - min(created_at))" + ours)
                .getFirst();
        return new CycleReport(
                number(deployment, "SELECT count(*)" + ours),
                number(deployment, "SELECT count(DISTINCT source_key)" + ours),
                ends,
                Double.parseDouble(seconds),
                after.rows() - before.rows(),
                ways,
                number(deployment, "SELECT count(DISTINCT guest_id)" + ours),
                number(deployment, REUSED),
                visits,
                Leftovers.of(deployment));
    }

    /** Markers that a source saw and another one had left. */
    List<Sighting> foreign() {
        return sightings((visit, sighting) -> !sighting.owner().equals(visit.source()));
    }

    /** Markers that a source saw again that it had left. */
    List<Sighting> own() {
        return sightings((visit, sighting) -> sighting.owner().equals(visit.source()));
    }

    /** The report for people. */
    String text() {
        return """
                cycles:  %d leases by %d sources in %.0f s, %.1f a minute; %d sources came back, %d were sent away at first
                guests:  %d provisioned %s, %d leased, %d reused
                leases:  ended %s
                markers: %d seen by their own source, %d seen by others
                leaked:  %d domains, %d overlays, %d taps, %d filters, %d rows
                """.formatted(
                        leases,
                        sources,
                        seconds,
                        leases * 60 / seconds,
                        visits.stream().filter(Visit::cameBack).count(),
                        visits.stream().filter(visit -> visit.refusals() > 0).count(),
                        provisioned,
                        ways,
                        leased,
                        reused,
                        ends,
                        own().size(),
                        foreign().size(),
                        leaked.domains().size(),
                        leaked.overlays().size(),
                        leaked.taps().size(),
                        leaked.filters().size(),
                        leaked.rows().size());
    }

    private List<Sighting> sightings(BiPredicate<Visit, Sighting> which) {
        return visits.stream()
                .flatMap(visit -> Stream.concat(visit.before().stream(), visit.after().stream())
                        .filter(sighting -> which.test(visit, sighting)))
                .toList();
    }

    private static int number(Deployment deployment, String sql) {
        return Integer.parseInt(deployment.query(sql).getFirst());
    }
}
