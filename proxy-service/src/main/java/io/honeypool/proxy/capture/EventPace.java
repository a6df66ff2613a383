package io.honeypool.proxy.capture;

import java.util.concurrent.TimeUnit;

/** How fast a session may cause events about its files: a file of nothing is quickly sent. Thread-safe. */
final class EventPace {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int mostPerSecond;
    private long second = Long.MIN_VALUE;
    private int events;

    EventPace(int mostPerSecond) {
        this.mostPerSecond = mostPerSecond;
    }

    /** One was caused. */
    synchronized void step(long nanos) {
        long now = Math.floorDiv(nanos, SECOND_NANOS);
        if (now != second) {
            second = now;
            events = 0;
        }
        events++;
    }

    /** How long nothing should be done that may cause another one, in nanoseconds. */
    synchronized long pause(long nanos) {
        boolean tooMany = events > mostPerSecond && Math.floorDiv(nanos, SECOND_NANOS) == second;
        return tooMany ? SECOND_NANOS - Math.floorMod(nanos, SECOND_NANOS) : 0;
    }
}
