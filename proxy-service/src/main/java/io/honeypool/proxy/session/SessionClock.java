package io.honeypool.proxy.session;

import io.honeypool.common.lease.LoginProtocol;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second for sessions that have outstayed their time. One thread and no timer per session: a thousand
 * sessions are looked through in less than a millisecond.
 */
public final class SessionClock implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SessionClock.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final SessionRegistry sessions;
    private final Function<LoginProtocol, Deadlines> deadlines;
    private final ScheduledExecutorService thread;

    private SessionClock(SessionRegistry sessions, Function<LoginProtocol, Deadlines> deadlines) {
        this.sessions = sessions;
        this.deadlines = deadlines;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("session-clock").factory());
    }

    /** Begins to look; {@code deadlines} are by protocol. */
    public static SessionClock start(SessionRegistry sessions, Function<LoginProtocol, Deadlines> deadlines) {
        SessionClock clock = new SessionClock(sessions, deadlines);
        var _ = clock.thread.scheduleAtFixedRate(
                clock::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return clock;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void look() {
        try {
            sessions.endLate(deadlines, System.nanoTime());
        } catch (RuntimeException e) {
            log.error("Looking for late sessions failed", e);
        }
    }
}
