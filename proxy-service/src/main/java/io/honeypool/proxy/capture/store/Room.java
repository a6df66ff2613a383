package io.honeypool.proxy.capture.store;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The room that all artifacts may have together, with those on their way. When it is spent, what is stored is measured
 * again now and then, for an operator may have made room. Thread-safe.
 */
final class Room {

    private static final long MEASURE_AGAIN_NANOS = Duration.ofSeconds(30).toNanos();

    private final long quota;
    private final LongSupplier measure;
    private final LongSupplier nanos;
    private long stored;
    private long onTheirWay;
    private long measured;

    /**
     * Measures what is stored.
     *
     * @param quota bytes for all
     * @param measure tells how many bytes are stored
     * @param nanos the monotonic clock
     */
    Room(long quota, LongSupplier measure, LongSupplier nanos) {
        this.quota = quota;
        this.measure = measure;
        this.nanos = nanos;
        measure();
    }

    /** Takes room for one on its way, all that is wanted or nothing. */
    synchronized boolean take(long bytes) {
        if (!fits(bytes) && nanos.getAsLong() - measured > MEASURE_AGAIN_NANOS) {
            measureAgain();
        }
        if (fits(bytes)) {
            onTheirWay += bytes;
            return true;
        }
        return false;
    }

    /** Gives back what one on its way had taken. */
    synchronized void giveBack(long bytes) {
        onTheirWay -= bytes;
    }

    /** What one on its way had taken is stored now. */
    synchronized void keep(long bytes) {
        onTheirWay -= bytes;
        stored += bytes;
    }

    /** Bytes that are taken. */
    synchronized long used() {
        return stored + onTheirWay;
    }

    private boolean fits(long bytes) {
        return bytes <= quota - stored - onTheirWay;
    }

    private void measureAgain() {
        try {
            measure();
        } catch (UncheckedIOException e) {
            measured = nanos.getAsLong();
        }
    }

    private void measure() {
        stored = measure.getAsLong();
        measured = nanos.getAsLong();
    }
}
