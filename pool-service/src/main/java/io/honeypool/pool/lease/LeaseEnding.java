package io.honeypool.pool.lease;

import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.guest.Guests;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Ends leases whose row the caller has locked, within the caller's transaction. */
@Component
class LeaseEnding {

    private final ConnectionRows connections;
    private final Guests guests;
    private final InstantSource clock;
    private final ApplicationEventPublisher events;

    LeaseEnding(LeaseTables tables, Guests guests, InstantSource clock, ApplicationEventPublisher events) {
        this.connections = tables.connections();
        this.guests = guests;
        this.clock = clock;
        this.events = events;
    }

    /** Ends a lease, closes its connections and moves its guest on. */
    void end(Lease lease, LeaseEndReason reason, GuestState guestState) {
        if (lease.isOver()) {
            return;
        }
        connections.closeAll(lease.id(), now());
        lease.end(reason, now());
        guests.move(lease.guestId(), GuestState.LEASED, guestState);
        announce();
    }

    /** Ends a lease whose guest is still pristine. */
    void giveBackUnused(Lease lease) {
        end(lease, LeaseEndReason.UNUSED, GuestState.READY);
    }

    /** Tells whoever keeps guests ready, once the transaction has committed. */
    void announce() {
        events.publishEvent(new LeasesChanged());
    }

    Instant now() {
        return clock.instant();
    }
}
