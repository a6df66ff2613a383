package io.honeypool.proxy.shipping;

import java.util.concurrent.TimeUnit;

/** How fast bytes may go, over all files together. Thread-safe. */
final class Pace {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long bytesPerSecond;
    private long next;
    private boolean begun;

    /**
     * Nothing went yet.
     *
     * @param bytesPerSecond zero for any speed
     */
    Pace(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * How long to wait before bytes may go. They count as gone.
     *
     * @param nanos the monotonic clock
     */
    synchronized long delay(int bytes, long nanos) {
        if (bytesPerSecond == 0) {
            return 0;
        }
        // what was not used before is not made up for
        long from = begun && next - nanos > 0 ? next : nanos;
        begun = true;
        next = from + bytes * SECOND / bytesPerSecond;
        return from - nanos;
    }

    /** How much may be read at once, so that no wait is long. */
    int chunk(int wanted) {
        return bytesPerSecond == 0 ? wanted : Math.clamp(bytesPerSecond / 4, 1, wanted);
    }
}
