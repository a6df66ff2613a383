package io.honeypool.pool.gateway;

import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says who was refused and why, ten lines in ten seconds at most, and nothing of what was sent. */
final class RefusalLog {

    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
    private static final long PERIOD_NANOS = 10_000_000_000L;
    private static final int LINES = 10;

    private long began = System.nanoTime();
    private int said;
    private int kept;

    synchronized void refused(InetAddress from, Refusal refusal) {
        long now = System.nanoTime();
        if (now - began > PERIOD_NANOS) {
            if (kept > 0) {
                log.warn("{} more connections to the gateway were refused", kept);
            }
            began = now;
            said = 0;
            kept = 0;
        }
        if (said < LINES) {
            said++;
            log.warn("Refused a connection to the gateway from {}: {}", from.getHostAddress(), refusal.label());
        } else {
            kept++;
        }
    }
}
