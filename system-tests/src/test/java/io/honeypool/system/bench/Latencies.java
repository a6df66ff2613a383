package io.honeypool.system.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;

/** How long calls of one kind took. */
final class Latencies {

    private long[] nanos = new long[4_096];
    private int count;

    synchronized void add(long taken) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = taken;
    }

    synchronized int count() {
        return count;
    }

    /** The time in milliseconds that a share of the calls did not exceed: the nearest rank. */
    synchronized double percentile(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * count);
        return sorted[Math.max(rank, 1) - 1] / 1e6;
    }

    synchronized double mean() {
        return LongStream.of(nanos).limit(count).average().orElse(Double.NaN) / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %6.1f ms   p99 %6.1f ms   max %6.1f ms   mean %6.1f ms   %d calls",
                percentile(0.5),
                percentile(0.99),
                percentile(1),
                mean(),
                count());
    }
}
