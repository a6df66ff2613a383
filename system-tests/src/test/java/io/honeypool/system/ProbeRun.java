package io.honeypool.system;

import static org.awaitility.Awaitility.await;

import io.honeypool.system.Lookout.Sighting;
import io.honeypool.system.Outcome.Place;
import io.honeypool.system.Probe.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/** Tries every probe in a guest and says what became of each. */
final class ProbeRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Of what is sent last, and always passes: when it was seen, so was all that came before it. */
    private static final int LAST = 9_999;

    private final List<Probe> probes = ProbeTable.all();
    private final ProbedGuest guest;
    private final Policy policy;
    private final String link;
    private final String mark;
    private final List<Lookout> lookouts = new ArrayList<>();
    private final Lookout host;
    private Set<Integer> connected = Set.of();

    private ProbeRun(ProbedGuest guest, Policy policy) {
        this.guest = guest;
        this.policy = policy;
        this.link = guest.link();
        this.mark = newMark();
        this.host = Lookout.in(guest.namespace(), mark);
        lookouts.add(host);
    }

    /** Where there is no internet and no operator's network. */
    static ProbeRun alone(ProbedGuest guest, Policy policy) {
        return new ProbeRun(guest, policy);
    }

    /** Where there are both. */
    static ProbeRun inWorld(ProbedGuest guest, Policy policy) {
        ProbeRun run = new ProbeRun(guest, policy);
        run.lookouts.add(Lookout.answering(ProbeWorld.INTERNET, run.mark));
        run.lookouts.add(Lookout.answering(ProbeWorld.LAN, run.mark));
        return run;
    }

    /** A mark that nothing else has. */
    static String newMark() {
        return new Random()
                .ints(8, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /**
     * What becomes of a probe.
     *
     * @param probe the probe
     * @param expected in a word, what should
     * @param actual in a word, what did
     */
    record Result(Probe probe, String expected, String actual) {

        boolean differs() {
            return !expected.equals(actual);
        }

        @Override
        public String toString() {
            return "%-70s %-16s %s".formatted(probe.title(), expected, differs() ? "BUT: " + actual : "");
        }
    }

    /** Tries all of them, one after the other. */
    List<Result> results() {
        Command.Result sent = send();
        if (!sent.errors().isEmpty()) {
            throw new AssertionError(sent.errors());
        }
        connected = new TreeSet<>(sent.output().lines().map(Integer::valueOf).toList());
        await().atMost(PATIENCE).until(() -> host.sightings().contains(new Sighting(guest.bridge(), false, LAST)));
        try {
            await().atMost(PATIENCE)
                    .until(() -> IntStream.range(0, probes.size())
                            .allMatch(i -> places(i)
                                    .containsAll(probes.get(i).under(policy).places())));
        } catch (ConditionTimeoutException missing) {
            // which the results say
        }
        return IntStream.range(0, probes.size()).mapToObj(this::result).toList();
    }

    private Command.Result send() {
        try {
            Path input = Files.createTempFile("probes", ".txt");
            try {
                Files.write(input, lines());
                return guest.run(sender("$(ls /sys/class/net | grep -vx lo | head -n 1)"), input);
            } finally {
                Files.delete(input);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What sends frames from an interface. */
    static String sender(String link) {
        return "python3 -c '" + Lookout.script("sender.py") + "' " + link;
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        IntStream.range(0, probes.size()).forEach(i -> lines.addAll(lines(i)));
        byte[] arp = ProbeFrames.arp(
                guest.surroundings(),
                Surroundings.BROADCAST,
                1,
                guest.surroundings().own(),
                ProbeFrames.unknown(guest.surroundings().gateway()),
                Packet.ascii(mark(LAST)));
        lines.add(frame(LAST, arp));
        return lines;
    }

    private List<String> lines(int number) {
        return switch (probes.get(number).attempt()) {
            case Probe.Frames frames -> lines(number, frames);
            case Probe.Flood flood -> lines(number, flood.frames());
            case Probe.Connection connection -> {
                Probe.Target target = connection.of(guest.surroundings());
                yield List.of("connect " + number + " " + target.address() + " " + target.port());
            }
        };
    }

    private List<String> lines(int number, Probe.Frames frames) {
        return frames.of(guest.surroundings(), mark(number))
                .map(bytes -> frame(number, bytes))
                .toList();
    }

    private static String frame(int number, byte[] bytes) {
        return number + " " + HexFormat.of().formatHex(bytes);
    }

    private String mark(int number) {
        return mark + "%04d".formatted(number);
    }

    private Result result(int number) {
        Probe probe = probes.get(number);
        Set<Place> seen = places(number);
        String actual =
                probe.under(policy).places().equals(seen) ? probe.word(probe.under(policy)) : Outcome.word(seen);
        if (probe.attempt() instanceof Probe.Flood && !seen.isEmpty() && passed(number) > frames(number) / 2) {
            actual = "NOT SLOWED DOWN: " + passed(number) + " of " + frames(number);
        }
        boolean silent = !(probe.attempt() instanceof Probe.Connection) && frames(number) == 0;
        return new Result(probe, probe.word(probe.under(policy)), silent ? "NEVER SENT" : actual);
    }

    /** Where something with a number was seen, beside where the guest sent it. */
    private Set<Place> places(int number) {
        if (probes.get(number).attempt() instanceof Probe.Connection) {
            return connected.contains(number) ? Outcome.INTERNET_ANSWERS.places() : Set.of();
        }
        Set<Place> places = EnumSet.noneOf(Place.class);
        host.sightings().stream().filter(s -> s.number() == number).forEach(s -> places.addAll(onHost(s)));
        for (Place place : List.of(Place.INTERNET, Place.LAN)) {
            if (count(number, place) > 0) {
                places.add(place);
            }
        }
        return places;
    }

    private Set<Place> onHost(Sighting sighting) {
        if (sighting.link().equals(link)) {
            return sighting.out() ? Set.of(Place.ANSWER) : Set.of();
        }
        if (sighting.link().startsWith("vnet")) {
            return sighting.out() ? Set.of(Place.NEIGHBOUR) : Set.of();
        }
        if (sighting.link().equals(guest.bridge())) {
            return sighting.out() ? Set.of() : Set.of(Place.HOST);
        }
        return sighting.link().equals("uplink") && sighting.out() ? Set.of(Place.OUTSIDE) : Set.of();
    }

    /** How many frames with a number came to a place outside. */
    private long count(int number, Place place) {
        int lookout = place == Place.INTERNET ? 1 : 2;
        return lookout >= lookouts.size()
                ? 0
                : lookouts.get(lookout).sightings().stream()
                        .filter(s -> s.number() == number && s.link().equals("eth0") && !s.out())
                        .count();
    }

    /** How many frames of a flood got where it goes. */
    private long passed(int number) {
        return Math.max(count(number, Place.INTERNET), seenOnLink(number, true));
    }

    /** How many frames with a number the guest sent. */
    private long frames(int number) {
        return seenOnLink(number, false);
    }

    private long seenOnLink(int number, boolean out) {
        return host.sightings().stream()
                .filter(sighting -> sighting.equals(new Sighting(link, out, number)))
                .count();
    }

    /** The results as a table to print. */
    static String table(Policy policy, List<Result> results) {
        StringBuilder table = new StringBuilder("egress " + policy.name().toLowerCase(Locale.ROOT) + ":\n");
        results.forEach(result -> table.append("  ").append(result).append('\n'));
        long differences = results.stream().filter(Result::differs).count();
        return table.append("  ")
                .append(results.size())
                .append(" probes, ")
                .append(differences)
                .append(" differences\n")
                .toString();
    }

    @Override
    public void close() {
        Collections.reverse(lookouts);
        lookouts.forEach(Lookout::close);
    }
}
