package io.honeypool.pool.lease;

import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.guest.Guests;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Ends leases whose rows the caller has locked, within the caller's transaction. Whether a guest has other leases is
 * asked while its row is locked, which is what whoever shares it waits for.
 */
@Component
class LeaseEnding {

    private final LeaseStatements statements;
    private final Guests guests;
    private final InstantSource clock;
    private final ApplicationEventPublisher events;

    LeaseEnding(LeaseStatements statements, Guests guests, InstantSource clock, ApplicationEventPublisher events) {
        this.statements = statements;
        this.guests = guests;
        this.clock = clock;
        this.events = events;
    }

    /** Ends a lease, closes its connections and has its guest removed, unless the guest has another lease. */
    void end(LockedLease lease, LeaseEndReason reason) {
        if (lease.isOver()) {
            return;
        }
        UUID guest = lease.guestId();
        statements.end(lease.id(), reason, now());
        guests.move(
                guest,
                GuestState.LEASED,
                () -> statements.isLeased(guest) ? Optional.empty() : Optional.of(GuestState.RETIRING));
        announce();
    }

    /** Ends the lease of a profile that has been IDLE longest; returns whether there was one. */
    boolean evictLongestIdle(String profile) {
        Optional<LockedLease> idle = statements.lockLongestIdle(profile);
        idle.ifPresent(lease -> end(lease, LeaseEndReason.EVICTED));
        return idle.isPresent();
    }

    /**
     * Ends every lease of a guest, which cannot be shared meanwhile, and moves it on.
     *
     * @return whether the guest was LEASED
     */
    boolean endAll(UUID guest, LeaseEndReason reason, GuestState guestState) {
        statements.lockSharing();
        statements.lockCurrentOf(guest).forEach(lease -> statements.end(lease.id(), reason, now()));
        return guests.move(guest, GuestState.LEASED, guestState);
    }

    /** Tells whoever keeps guests ready, once the transaction has committed. */
    void announce() {
        events.publishEvent(new LeasesChanged());
    }

    Instant now() {
        return clock.instant();
    }
}
