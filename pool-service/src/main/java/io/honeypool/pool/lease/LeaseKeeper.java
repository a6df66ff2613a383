package io.honeypool.pool.lease;

import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.LeaseSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Ends leases: when they expire, when their guest is gone, when an operator says so. Each lease is one transaction, or
 * part of the caller's; rows are locked in the order lease, guest.
 */
@Service
public class LeaseKeeper {

    private static final Limit BATCH = Limit.of(500);

    private final LeaseRows leases;
    private final ConnectionRows connections;
    private final Guests guests;
    private final LeaseEnding ending;
    private final LeaseSettings settings;
    private final TransactionOperations transactions;

    LeaseKeeper(
            LeaseTables tables,
            Guests guests,
            LeaseEnding ending,
            HoneypoolSettings settings,
            TransactionOperations transactions) {
        this.leases = tables.leases();
        this.connections = tables.connections();
        this.guests = guests;
        this.ending = ending;
        this.settings = settings.pool().lease();
        this.transactions = transactions;
    }

    /** Closes connections past their deadline and ends leases past their retention time, a batch of each. */
    public void expire() {
        Instant now = ending.now();
        connections.findLeasesWithExpired(now, BATCH).forEach(id -> withLocked(id, lease -> expireIn(lease, now)));
        leases.findExpired(now, BATCH).forEach(id -> withLocked(id, lease -> endIfExpired(lease, now)));
    }

    /**
     * Ends a lease and has its guest removed; ending it again changes nothing.
     *
     * @return whether there is such a lease
     */
    public boolean end(UUID leaseId, LeaseEndReason reason) {
        return withLocked(leaseId, lease -> ending.end(lease, reason, GuestState.RETIRING));
    }

    /** Ends every lease on guests of one pool service and has those guests removed. */
    public void endAllOf(String owner, LeaseEndReason reason) {
        leases.findCurrentOfOwner(owner).forEach(id -> end(id, reason));
    }

    /**
     * Takes a guest from its lease, if it has one, and moves it on.
     *
     * @return whether the guest was READY, LEASED or HELD and the lifecycle has the step
     */
    public boolean takeGuest(UUID guest, LeaseEndReason reason, GuestState next) {
        return transactions.execute(status -> {
            Optional<Lease> lease = leases.findCurrentOf(guest).flatMap(leases::lock);
            lease.ifPresent(l -> ending.end(l, reason, next));
            boolean taken = lease.isPresent()
                    || guests.move(guest, GuestState.READY, next)
                    || (next != GuestState.HELD && guests.move(guest, GuestState.HELD, next));
            ending.announce();
            return taken;
        });
    }

    private boolean withLocked(UUID leaseId, Consumer<Lease> work) {
        return transactions.execute(status -> {
            Optional<Lease> lease = leases.lock(leaseId);
            lease.ifPresent(work);
            return lease.isPresent();
        });
    }

    private void expireIn(Lease lease, Instant now) {
        List<LeaseConnection> expired =
                connections.findAllByLeaseIdAndClosedAtIsNullAndDeadlineLessThanEqual(lease.id(), now);
        expired.forEach(connection -> connection.close(CloseReason.EXPIRED, now));
        if (!lease.isOver() && !expired.isEmpty() && !connections.existsByLeaseIdAndClosedAtIsNull(lease.id())) {
            lease.fallIdle(now, settings.retention());
        }
    }

    private void endIfExpired(Lease lease, Instant now) {
        Instant expiry = lease.expiresAt();
        if (lease.state() == LeaseState.IDLE && expiry != null && !expiry.isAfter(now)) {
            ending.end(lease, LeaseEndReason.RETENTION, GuestState.RETIRING);
        }
    }
}
