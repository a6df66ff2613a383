package io.honeypool.proxy.shipping;

import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * What waits to be sent, oldest first. Of very many it knows the oldest, and that there are more. Thread-safe; only
 * {@link #await} blocks.
 */
final class Unsent {

    private static final Comparator<Waiting> OLDEST_FIRST =
            Comparator.comparingLong(Waiting::millis).thenComparing(waiting -> waiting.evidence.file());

    private final int most;
    private final TreeSet<Waiting> oldest = new TreeSet<>(OLDEST_FIRST);
    private boolean isMore;

    /**
     * Nothing waits.
     *
     * @param most files that it knows
     */
    Unsent(int most) {
        this.most = most;
    }

    /** A file, and since when it waits. */
    record Waiting(Evidence evidence, long millis) {}

    /** One that was there, found by looking for all. */
    synchronized void found(Waiting waiting) {
        oldest.add(waiting);
        if (oldest.size() > most) {
            oldest.pollLast();
            isMore = true;
        }
        notifyAll();
    }

    /** One that is new. Where older ones are left out, this one is too, to be found after them. */
    synchronized void added(Waiting waiting) {
        if (!isMore) {
            found(waiting);
        }
    }

    /** All are about to be looked for. */
    synchronized void looking() {
        isMore = false;
    }

    /** They could not all be looked for. */
    synchronized void missed() {
        isMore = true;
    }

    /** The oldest, which stays; empty if there is none by then, or if others have to be looked for. */
    synchronized Optional<Waiting> await(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (oldest.isEmpty() && !isMore) {
            long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (millis <= 0) {
                break;
            }
            wait(millis);
        }
        return oldest.isEmpty() ? Optional.empty() : Optional.of(oldest.first());
    }

    synchronized void done(Waiting waiting) {
        oldest.remove(waiting);
    }

    synchronized int size() {
        return oldest.size();
    }
}
