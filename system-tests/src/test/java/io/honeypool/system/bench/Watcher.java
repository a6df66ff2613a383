package io.honeypool.system.bench;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks many times a second at what the database's backends are at. */
final class Watcher implements AutoCloseable {

    private static final int BETWEEN_LOOKS_MILLIS = 50;
    private static final int SHOWN = 5;

    private final BenchDatabase database;
    private final Map<String, Long> seen = new TreeMap<>();
    private final Thread thread;
    private int looks;

    Watcher(BenchDatabase database) {
        this.database = database;
        this.thread = Thread.ofPlatform().daemon().name("watcher").start(this::watch);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many backends were at what, on average; after it was closed. */
    String summary() {
        return seen.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(entry -> String.format(Locale.ROOT, "%s %.1f", entry.getKey(), entry.getValue() / (double) looks))
                .collect(Collectors.joining(", "));
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                database.activity().forEach((activity, number) -> seen.merge(activity, number, Long::sum));
                looks++;
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
