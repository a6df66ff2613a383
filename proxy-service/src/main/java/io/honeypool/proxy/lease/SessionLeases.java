package io.honeypool.proxy.lease;

import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.common.lease.LeaseRequest;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.session.Session;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guests of this sensor's sessions: asks the pool once per session, keeps the connection alive while the session is
 * open and gives it back when the session closes. Thread-safe; never blocks its caller.
 */
public final class SessionLeases {

    private static final Logger log = LoggerFactory.getLogger(SessionLeases.class);
    private static final Duration RETRY = Duration.ofMillis(250);

    private final LeasePool pool;
    private final Map<String, CompletableFuture<LeaseOutcome>> pending = new ConcurrentHashMap<>();
    private final Asking asking;
    private final Clock clock;

    SessionLeases(LeasePool pool, Asking asking, Clock clock) {
        this.pool = pool;
        this.asking = asking;
        this.clock = clock;
    }

    /**
     * How the pool is asked.
     *
     * @param sensor the sensor's name
     * @param profile the guest profile to ask for; null to leave it to the pool
     * @param timeout how long, retries included
     */
    record Asking(String sensor, @Nullable String profile, Duration timeout) {}

    /** The guest of a session; every call for the same session gets the same answer. */
    public CompletableFuture<LeaseOutcome> guestFor(Session session) {
        CompletableFuture<LeaseOutcome> answer = new CompletableFuture<>();
        CompletableFuture<LeaseOutcome> known = pending.putIfAbsent(session.id(), answer);
        if (known != null) {
            return known;
        }
        session.attach(() -> pending.remove(session.id()));
        Thread.ofVirtual().name("lease-" + session.id()).start(() -> acquire(session, answer));
        return answer;
    }

    private void acquire(Session session, CompletableFuture<LeaseOutcome> answer) {
        long start = clock.millis();
        LeaseOutcome outcome = ask(session, System.nanoTime() + asking.timeout().toNanos());
        switch (outcome) {
            case LeaseOutcome.Granted(LeaseGrant grant) -> {
                session.events()
                        .record(new HoneypotEvent.LeaseGranted(
                                grant.leaseId().toString(),
                                grant.guestId().toString(),
                                grant.fresh(),
                                grant.profile(),
                                clock.millis() - start));
                LeasedConnection connection = new LeasedConnection(pool, grant, connectionId(session), session, clock);
                connection.keepAlive();
                session.attach(connection);
            }
            case LeaseOutcome.Refused(String reason) -> session.events().record(new HoneypotEvent.LeaseRefused(reason));
        }
        answer.complete(outcome);
    }

    private LeaseOutcome ask(Session session, long deadline) {
        LeaseRequest request = new LeaseRequest(
                asking.sensor(),
                connectionId(session),
                session.source().toString(),
                session.protocol(),
                asking.profile());
        try {
            while (true) {
                try {
                    return pool.lease(request);
                } catch (IOException e) {
                    log.warn("Session {}: no lease yet: {}", session.id(), e.getMessage());
                    if (System.nanoTime() + RETRY.toNanos() - deadline > 0) {
                        return new LeaseOutcome.Refused("pool-unavailable");
                    }
                    Thread.sleep(RETRY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new LeaseOutcome.Refused("shutdown");
        } catch (RuntimeException e) {
            log.error("Session {}: asking for a lease failed", session.id(), e);
            return new LeaseOutcome.Refused("internal");
        }
    }

    private String connectionId(Session session) {
        return asking.sensor() + ":" + session.id();
    }
}
