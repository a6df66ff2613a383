package io.honeypool.pool.provisioning;

import java.time.Duration;
import java.time.Instant;

/**
 * How provisioning slows down after failures, so that a broken image does not keep the host busy: one guest at a time,
 * after 5 s, 10 s, 20 s and so on up to 5 min. One success ends it.
 *
 * @param failures failures since the last success
 * @param last when the last one was
 */
record BackOff(int failures, Instant last) {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** No failure so far. */
    static final BackOff NONE = new BackOff(0, Instant.MIN);

    /** One failure more. */
    BackOff failedAt(Instant now) {
        return new BackOff(failures + 1, now);
    }

    /** How many guests may be started at a moment. */
    int allowance(Instant now) {
        if (failures == 0) {
            return Integer.MAX_VALUE;
        }
        return now.isBefore(last.plus(delay())) ? 0 : 1;
    }

    /** How long provisioning waits after the last failure. */
    Duration delay() {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration delay = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    }
}
