package io.honeypool.proxy.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tries to log in per minute, by source: a bucket that holds a minute's tries and fills steadily. Keeps the sources
 * that tried last; one that is forgotten begins anew with a full bucket. Not thread-safe.
 */
final class LoginRate {

    private static final double NANOS_PER_MINUTE = 60e9;

    private final int perMinute;
    private final int mostSources;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    LoginRate(int perMinute, int mostSources) {
        this.perMinute = perMinute;
        this.mostSources = mostSources;
    }

    /**
     * Counts one try.
     *
     * @param source whose
     * @param nanos the monotonic clock now
     * @return false if it is one too many
     */
    boolean take(String source, long nanos) {
        Bucket before = buckets.getOrDefault(source, new Bucket(perMinute, nanos));
        double filled = before.left() + (nanos - before.nanos()) * (perMinute / NANOS_PER_MINUTE);
        double left = Math.min(perMinute, filled);
        boolean enough = left >= 1;
        buckets.put(source, new Bucket(enough ? left - 1 : left, nanos));
        if (buckets.size() > mostSources) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        return enough;
    }

    int size() {
        return buckets.size();
    }

    /** What is left of a source's tries, as of a reading of the monotonic clock. */
    private record Bucket(double left, long nanos) {}
}
