package io.honeypool.proxy.session;

import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.events.RawEvent;
import java.nio.ByteBuffer;

/**
 * Records a session's messages as they are, up to its limit and that of all sessions in a second; what is beyond is
 * left out, and the events tell where. Thread-safe; never blocks for long.
 */
public final class RawLog {

    /** The most that one event shows. */
    private static final int MOST_PER_EVENT = 4096;

    /** What an event counts as at least: one of a single byte is no smaller in the event stream. */
    private static final int LEAST_PER_EVENT = 128;

    private final EventLog events;
    private final RawLogs all;
    private int left;
    private boolean gap;

    RawLog(EventLog events, int mostBytes, RawLogs all) {
        this.events = events;
        this.left = mostBytes;
        this.all = all;
    }

    /**
     * Records bytes.
     *
     * @param direction where they go
     * @param bytes the bytes, of which a copy is taken
     * @param nanos the monotonic clock now
     */
    public synchronized void record(RawEvent.Direction direction, ByteBuffer bytes, long nanos) {
        while (bytes.hasRemaining() && left > 0) {
            int wanted = Math.min(bytes.remaining(), MOST_PER_EVENT);
            int taken = all.take(Math.min(left, Math.max(wanted, LEAST_PER_EVENT)), nanos);
            if (taken == 0) {
                gap = true;
                return;
            }
            byte[] shown = new byte[Math.min(wanted, taken)];
            bytes.get(shown);
            left -= taken;
            events.record(new RawEvent(direction, shown, gap, left == 0));
            gap = false;
        }
    }
}
