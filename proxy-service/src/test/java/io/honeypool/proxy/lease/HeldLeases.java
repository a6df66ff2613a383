package io.honeypool.proxy.lease;

import io.honeypool.common.lease.ConnectionRenewal;
import io.honeypool.common.lease.LeaseRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** A pool that thinks about every lease until it is told to have none. */
public final class HeldLeases {

    private final SessionLeases leases = new SessionLeases(
            new Thinking(), new SessionLeases.Asking("sensor", null, Duration.ofSeconds(2)), Clock.systemUTC());
    private volatile CountDownLatch thinking = new CountDownLatch(1);

    /** The leases of a sensor's sessions. */
    public SessionLeases leases() {
        return leases;
    }

    /** Refuses what was asked for up to now. */
    public void refuse() {
        CountDownLatch before = thinking;
        thinking = new CountDownLatch(1);
        before.countDown();
    }

    private final class Thinking implements LeasePool {

        @Override
        public LeaseOutcome lease(LeaseRequest request) {
            try {
                thinking.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new LeaseOutcome.Refused("none");
        }

        @Override
        public Optional<ConnectionRenewal> renew(UUID lease, String connection) {
            return Optional.empty();
        }

        @Override
        public void release(UUID lease, String connection, boolean used) {
            // there is none
        }
    }
}
