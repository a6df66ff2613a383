package io.honeypool.system.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Processor time used so far, in ticks of 10 ms, from {@code /proc}.
 *
 * @param service of the pool service
 * @param database of PostgreSQL, all its processes
 * @param client of this process
 * @param others of every other process that is there, by name
 * @param all of everything on this host, interrupts included
 */
record ProcessorTime(long service, long database, long client, Map<String, Long> others, long all) {

    private static final Path PROC = Path.of("/proc");
    /** User, nice and system time, and that of interrupts; not idle or waiting. */
    private static final Pattern BUSY = Pattern.compile("\\Acpu +(\\d+) (\\d+) (\\d+) \\d+ \\d+ (\\d+) (\\d+)");

    private static final Pattern BLANK = Pattern.compile(" ");
    private static final int SHOWN = 4;
    private static final int TICKS_PER_SECOND = 100;

    static ProcessorTime now(long service, long postmaster) throws IOException {
        long self = ProcessHandle.current().pid();
        Map<String, Long> used = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                String id = process.getFileName().toString();
                stat(process)
                        .ifPresent(stat -> used.merge(
                                name(id, stat, List.of(service, postmaster, self)), stat.ticks(), Long::sum));
            }
        }
        long all = BUSY.matcher(Files.readString(PROC.resolve("stat")))
                .results()
                .flatMapToLong(line -> IntStream.rangeClosed(1, line.groupCount())
                        .mapToLong(group -> Long.parseLong(line.group(group))))
                .sum();
        return new ProcessorTime(
                taken(used, service), taken(used, postmaster), taken(used, self), Map.copyOf(used), all);
    }

    /** Processors kept busy since an earlier moment, as text. */
    String since(ProcessorTime earlier, double seconds) {
        double ticks = seconds * TICKS_PER_SECOND;
        long own = service - earlier.service + database - earlier.database + client - earlier.client;
        String largest = others.entrySet().stream()
                .map(other ->
                        Map.entry(other.getKey(), other.getValue() - earlier.others.getOrDefault(other.getKey(), 0L)))
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(other -> String.format(Locale.ROOT, "%s %.2f", other.getKey(), other.getValue() / ticks))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "service %.2f, PostgreSQL %.2f, clients %.2f, the rest of the host %.2f (%s), of %d",
                (service - earlier.service) / ticks,
                (database - earlier.database) / ticks,
                (client - earlier.client) / ticks,
                Math.max(0, (all - earlier.all - own) / ticks),
                largest,
                Runtime.getRuntime().availableProcessors());
    }

    private record Stat(String name, String parent, long ticks) {}

    /** A process's own figures; none if it has ended. The name may hold anything. */
    private static Optional<Stat> stat(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            int end = stat.lastIndexOf(')');
            List<String> fields = BLANK.splitAsStream(stat.substring(end + 2)).toList();
            long ticks = Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
            return Optional.of(new Stat(stat.substring(stat.indexOf('(') + 1, end), fields.get(1), ticks));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    /** Under what the time of a process counts: one of some processes if it is that or its child, else its name. */
    private static String name(String id, Stat stat, List<Long> some) {
        return some.stream()
                .map(String::valueOf)
                .filter(one -> one.equals(id) || one.equals(stat.parent()))
                .findFirst()
                .orElse(stat.name());
    }

    private static long taken(Map<String, Long> used, long process) {
        Long ticks = used.remove(String.valueOf(process));
        return ticks == null ? 0 : ticks;
    }
}
