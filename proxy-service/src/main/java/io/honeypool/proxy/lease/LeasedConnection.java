package io.honeypool.proxy.lease;

import io.honeypool.common.lease.ConnectionRenewal;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.session.Session;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session's hold on its lease, renewed on a virtual thread of its own until it is closed. A pool that is away is
 * asked again; a pool that no longer knows the connection ends the session.
 */
final class LeasedConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LeasedConnection.class);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final int RELEASE_TRIES = 5;

    private final LeasePool pool;
    private final LeaseGrant grant;
    private final String connection;
    private final Session session;
    private final Clock clock;
    private final Thread renewal;

    LeasedConnection(LeasePool pool, LeaseGrant grant, String connection, Session session, Clock clock) {
        this.pool = pool;
        this.grant = grant;
        this.connection = connection;
        this.session = session;
        this.clock = clock;
        this.renewal = Thread.ofVirtual().name("renew-" + session.id()).unstarted(this::renewUntilInterrupted);
    }

    void keepAlive() {
        renewal.start();
    }

    /** Gives the connection back; tries for a few seconds, after which the pool's own deadline does it. */
    @Override
    public void close() {
        renewal.interrupt();
        boolean used = session.isGuestUsed();
        try {
            for (int attempt = 1; !release(used) && attempt < RELEASE_TRIES; attempt++) {
                Thread.sleep(SHORTEST_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        session.events()
                .record(new HoneypotEvent.LeaseReleased(
                        grant.leaseId().toString(), grant.guestId().toString(), used));
    }

    private boolean release(boolean used) {
        try {
            pool.release(grant.leaseId(), connection, used);
            return true;
        } catch (IOException e) {
            log.warn("Session {}: lease not released yet: {}", session.id(), e.getMessage());
            return false;
        }
    }

    private void renewUntilInterrupted() {
        Instant deadline = grant.connectionDeadline();
        try {
            while (true) {
                Thread.sleep(untilRenewal(deadline));
                try {
                    Optional<ConnectionRenewal> renewed = pool.renew(grant.leaseId(), connection);
                    if (renewed.isEmpty()) {
                        log.info("Session {}: its lease has ended", session.id());
                        session.closeInBackground();
                        return;
                    }
                    deadline = renewed.get().deadline();
                } catch (IOException e) {
                    log.warn("Session {}: lease not renewed: {}", session.id(), e.getMessage());
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** A third of what is left, so that two renewals may fail; bounded both ways, because the clock is the pool's. */
    private Duration untilRenewal(Instant deadline) {
        Duration third = Duration.between(clock.instant(), deadline).dividedBy(3);
        if (third.compareTo(SHORTEST_WAIT) < 0) {
            return SHORTEST_WAIT;
        }
        return third.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : third;
    }
}
