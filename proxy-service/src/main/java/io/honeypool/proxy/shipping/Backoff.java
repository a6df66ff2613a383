package io.honeypool.proxy.shipping;

import java.time.Duration;

/**
 * How long is waited after failures: twice as long each time, and never all sensors at the same moment.
 *
 * @param first after the first
 * @param longest after very many
 */
record Backoff(Duration first, Duration longest) {

    static final Backoff REAL = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private static final int MOST_DOUBLINGS = 20;

    /**
     * The time to wait: between half and all of what the failures come to, and never less than was asked for.
     *
     * @param failures in a row, one or more
     * @param atLeast what was asked for
     * @param chance from 0 to 1
     */
    Duration after(int failures, Duration atLeast, double chance) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration whole = doubled.compareTo(longest) < 0 ? doubled : longest;
        Duration drawn =
                whole.dividedBy(2).plusNanos((long) (chance * whole.dividedBy(2).toNanos()));
        return atLeast.isZero() ? drawn : atLeast.plus(drawn);
    }
}
