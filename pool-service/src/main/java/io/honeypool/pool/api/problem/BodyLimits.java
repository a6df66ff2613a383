package io.honeypool.pool.api.problem;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a body may be.
 *
 * @param bytes how long at most
 * @param time how long it may take to come, whatever comes
 * @param pace bytes a second that are waited for beyond that
 */
record BodyLimits(long bytes, Duration time, long pace) {

    /** For a body that is short enough to come in a time of its own. */
    static BodyLimits of(long bytes, Duration time) {
        return new BodyLimits(bytes, time, Long.MAX_VALUE);
    }

    /** Whether a body of which so much came in so long is given up. */
    boolean isTooSlow(long nanos, long read) {
        return nanos > time.toNanos() + (double) read / pace * TimeUnit.SECONDS.toNanos(1);
    }
}
