package io.honeypool.pool.tls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The connections of the API over TLS. A stranger's has so long to send a request with a token that is good; one that
 * did is known, and may be silent for longer between requests. When there are too many, the stranger that has been here
 * longest makes way: whoever has business here is known in a moment. Times are of the monotonic clock. Thread-safe.
 *
 * @param <T> a connection
 */
final class Callers<T> {

    private final Limits limits;
    private final SequencedMap<T, Long> strangers = new LinkedHashMap<>();
    /** Since when the caller is to send a request, unless one is being answered. */
    private final Map<T, Optional<Long>> known = new HashMap<>();

    /**
     * What callers may do.
     *
     * @param strangers of them at the same time
     * @param all connections at the same time
     * @param strangerTime how long one may stay a stranger
     * @param silence how long one that is known may be silent
     */
    record Limits(int strangers, int all, Duration strangerTime, Duration silence) {}

    Callers(Limits limits) {
        this.limits = limits;
    }

    /** A connection came; returns one that is to make way, perhaps this one. */
    synchronized Optional<T> enter(T connection, long now) {
        if (known.containsKey(connection)) {
            return Optional.empty();
        }
        strangers.put(connection, now);
        if (strangers.size() <= limits.strangers() && strangers.size() + known.size() <= limits.all()) {
            return Optional.empty();
        }
        return Optional.of(strangers.pollFirstEntry().getKey());
    }

    /** A request on a connection has a token that is good, and is being answered. */
    synchronized void recognise(T connection) {
        strangers.remove(connection);
        known.put(connection, Optional.empty());
    }

    /** What came on a connection has been worked through: a request was answered, or is not whole yet. */
    synchronized void end(T connection, long now) {
        known.computeIfPresent(connection, (_, since) -> since.isEmpty() ? Optional.of(now) : since);
    }

    /** A connection is gone. */
    synchronized void leave(T connection) {
        strangers.remove(connection);
        known.remove(connection);
    }

    /** Those whose time is over; they are forgotten. */
    synchronized List<T> late(long now) {
        List<T> late = new ArrayList<>();
        while (!strangers.isEmpty()
                && now - strangers.firstEntry().getValue()
                        > limits.strangerTime().toNanos()) {
            late.add(strangers.pollFirstEntry().getKey());
        }
        known.forEach((connection, since) -> {
            if (since.isPresent() && now - since.get() > limits.silence().toNanos()) {
                late.add(connection);
            }
        });
        late.forEach(known::remove);
        return late;
    }
}
