package io.honeypool.pool.owner;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * The database's clock, to the microsecond that it keeps: services on one database agree about the time however wrong
 * their hosts' clocks are, which are not read at all. Between two looks at the database, and while it does not answer,
 * the time runs on by the processor's monotonic clock. Thread-safe; asked only after it was sampled once.
 */
final class DatabaseClock implements InstantSource {

    private static final int KEPT = 8;

    private final LongSupplier nanos;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private volatile Sample best;

    /**
     * Makes a clock that has been sampled.
     *
     * @param nanos monotonic time in nanoseconds, as {@link System#nanoTime()} has it
     */
    DatabaseClock(LongSupplier nanos, long asked, Instant database, long answered) {
        this.nanos = nanos;
        this.best = new Sample(database, asked, answered);
        samples.add(best);
    }

    /** What the database said between two moments of monotonic time. */
    private record Sample(Instant database, long asked, long answered) {

        long latency() {
            return answered - asked;
        }

        Instant at(long moment) {
            return database.plusNanos(moment - (asked + latency() / 2));
        }
    }

    /**
     * Takes the database's word. Of the last samples the one that took least time counts, as it can be wrong by least;
     * an old one does not count for ever, as clocks drift and are set.
     *
     * @param asked monotonic time before the question
     * @param database the answer
     * @param answered monotonic time after the answer
     */
    synchronized void sampled(long asked, Instant database, long answered) {
        samples.addLast(new Sample(database, asked, answered));
        if (samples.size() > KEPT) {
            samples.removeFirst();
        }
        best = samples.stream().min(Comparator.comparingLong(Sample::latency)).orElseThrow();
    }

    @Override
    public Instant instant() {
        return best.at(nanos.getAsLong()).truncatedTo(ChronoUnit.MICROS);
    }
}
