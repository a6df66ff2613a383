package io.honeypool.pool.guestfile;

import java.io.IOException;
import java.time.Duration;

/** The time that reading a disk may take, in parts, so that what comes last gets some. For one thread. */
final class TimeLimit {

    private final long begin = System.nanoTime();
    private final long nanos;
    private long allowed;

    TimeLimit(Duration whole) {
        this.nanos = whole.toNanos();
        this.allowed = nanos;
    }

    /** Thrown when a part is over. */
    static final class Over extends IOException {
        private static final long serialVersionUID = 1L;

        private Over() {
            super("the time for it is over");
        }
    }

    /** Lets what follows go on until a part of the whole is over. */
    void allow(double part) {
        allowed = (long) (nanos * part);
    }

    void check() throws Over {
        if (System.nanoTime() - begin > allowed) {
            throw new Over();
        }
    }
}
