package io.honeypool.system.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the running sensor uses, from {@code /proc} and from Java's own tool for running machines.
 *
 * @param id its process id
 * @param jcmd that tool
 */
record SensorProcess(long id, Path jcmd) {

    private static final double TICKS_PER_SECOND = 100;
    private static final Pattern BLANK = Pattern.compile(" ");
    private static final Pattern NUMBER = Pattern.compile("[-_ #]*\\d+-?\\z");
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
    private static final Pattern KILOBYTES = Pattern.compile("(Vm\\w+):\\s+(\\d+) kB");

    /**
     * Processor time used so far.
     *
     * @param user in the program, in seconds
     * @param system in the kernel, in seconds
     * @param threads by kinds of threads, in seconds
     */
    record Time(double user, double system, Map<String, Double> threads) {

        double all() {
            return user + system;
        }

        Time since(Time earlier) {
            Map<String, Double> difference = new HashMap<>();
            threads.forEach((name, time) -> difference.put(name, time - earlier.threads.getOrDefault(name, 0.0)));
            return new Time(user - earlier.user, system - earlier.system, difference);
        }

        /** Where it went, in percent. */
        String shares() {
            String kinds = threads.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .limit(4)
                    .map(kind -> String.format(Locale.ROOT, "%s %.0f %%", kind.getKey(), 100 * kind.getValue() / all()))
                    .collect(Collectors.joining(", "));
            return String.format(Locale.ROOT, "kernel %.0f %%; threads: %s", 100 * system / all(), kinds);
        }
    }

    Time time() throws IOException {
        List<Double> whole = ticks(process().resolve("stat"));
        Map<String, Double> threads = new HashMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process().resolve("task"))) {
            for (Path task : tasks) {
                try {
                    List<Double> one = ticks(task.resolve("stat"));
                    threads.merge(kind(Files.readString(task.resolve("comm"))), one.get(0) + one.get(1), Double::sum);
                } catch (NoSuchFileException ended) {
                    // its time counts in the whole
                }
            }
        }
        return new Time(whole.get(0), whole.get(1), threads);
    }

    /** Resident memory now, in KiB. */
    long resident() throws IOException {
        return status("VmRSS");
    }

    /** The most that ever was resident, in KiB. */
    long mostResident() throws IOException {
        return status("VmHWM");
    }

    int threads() throws IOException {
        try (var tasks = Files.list(process().resolve("task"))) {
            return (int) tasks.count();
        }
    }

    /** What is left on the heap after a collection, in KiB. */
    long liveHeap() throws IOException, InterruptedException {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
        }
        if (sum == 0) {
            throw new IllegalStateException("the sensor does not tell its heap");
        }
        return sum;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(jcmd.toString(), Long.toString(id), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (tool.waitFor() != 0) {
            throw new IOException("jcmd " + command + ": " + output);
        }
        return output;
    }

    private long status(String name) throws IOException {
        return KILOBYTES
                .matcher(Files.readString(process().resolve("status")))
                .results()
                .filter(line -> line.group(1).equals(name))
                .mapToLong(line -> Long.parseLong(line.group(2)))
                .findFirst()
                .orElseThrow();
    }

    private Path process() {
        return Path.of("/proc", Long.toString(id));
    }

    private static List<Double> ticks(Path file) throws IOException {
        String stat = Files.readString(file);
        List<String> fields =
                BLANK.splitAsStream(stat.substring(stat.lastIndexOf(')') + 2)).toList();
        return List.of(
                Long.parseLong(fields.get(11)) / TICKS_PER_SECOND, Long.parseLong(fields.get(12)) / TICKS_PER_SECOND);
    }

    /** Threads of one kind have names that differ in a number only. */
    private static String kind(String name) {
        return NUMBER.matcher(name.strip()).replaceFirst("");
    }
}
