package io.honeypool.pool.evidencefile;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says how many files are brought at the same time: so many in all, and half of them by one sensor, so that one alone
 * does not keep the others waiting. Thread-safe.
 */
final class UploadTurns {

    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> taken = new HashMap<>();

    UploadTurns(int most) {
        this.most = most;
        this.mostOfOne = (most + 1) / 2;
    }

    /** A turn, until it is closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes a turn for a sensor; empty if there is none now. */
    synchronized Optional<Turn> take(String sensor) {
        int own = taken.getOrDefault(sensor, 0);
        int all = taken.values().stream().mapToInt(Integer::intValue).sum();
        if (own >= mostOfOne || all >= most) {
            return Optional.empty();
        }
        taken.put(sensor, own + 1);
        return Optional.of(() -> giveBack(sensor));
    }

    private synchronized void giveBack(String sensor) {
        taken.computeIfPresent(sensor, (_, count) -> count == 1 ? null : count - 1);
    }
}
