package io.honeypool.proxy.telnet.relay;

import java.util.concurrent.TimeUnit;

/**
 * Holds up whoever does something too often in a second, so that one attacker's lines leave the event stream room for
 * those of the others. For one thread.
 */
final class Pace {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private long secondNanos = System.nanoTime();
    private int done;

    Pace(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Counts one, and waits for the next second if it is one too many. */
    void step() throws InterruptedException {
        long passed = System.nanoTime() - secondNanos;
        if (passed >= SECOND_NANOS) {
            secondNanos += passed;
            done = 0;
        } else if (done >= perSecond) {
            TimeUnit.NANOSECONDS.sleep(SECOND_NANOS - passed);
            secondNanos = System.nanoTime();
            done = 0;
        }
        done++;
    }
}
