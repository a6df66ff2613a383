package io.honeypool.proxy.session;

import io.honeypool.common.lease.SourceAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The raw logs of all sessions, and what they may record together in a second: however many attackers come, and however
 * small what they send, the other events find room. Thread-safe.
 */
public final class RawLogs {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RawSettings settings;
    private long second = Long.MIN_VALUE;
    private int left;

    public RawLogs(RawSettings settings) {
        this.settings = settings;
    }

    /** The log of a session; empty if its messages are not to be recorded. */
    public Optional<RawLog> logFor(Session session) {
        return isOnFor(session.source())
                ? Optional.of(new RawLog(session.events(), settings.bytesPerSession(), this))
                : Optional.empty();
    }

    private boolean isOnFor(SourceAddress source) {
        return settings.sources().stream().anyMatch(network -> network.contains(source));
    }

    /**
     * Takes from what may be recorded in this second.
     *
     * @param nanos the monotonic clock now
     * @return how much of what is wanted there was
     */
    synchronized int take(int wanted, long nanos) {
        long now = Math.floorDiv(nanos, SECOND_NANOS);
        if (now > second) {
            second = now;
            left = settings.bytesPerSecond();
        }
        int taken = Math.min(wanted, left);
        left -= taken;
        return taken;
    }
}
