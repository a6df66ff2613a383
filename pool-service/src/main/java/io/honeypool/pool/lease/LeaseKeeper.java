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
import org.springframework.stereotype.Service;

/**
 * Ends leases: when they expire, when their guest is gone, when an operator says so. Each lease is one transaction, or
 * part of the caller's; rows are locked in the order lease, guest.
 */
@Service
public class LeaseKeeper {

    private final OverdueLeases overdue;
    private final LeaseStatements statements;
    private final Guests guests;
    private final LeaseEnding ending;
    private final LeaseSettings settings;
    private final LeaseTransactions transactions;

    LeaseKeeper(
            OverdueLeases overdue,
            LeaseStatements statements,
            Guests guests,
            LeaseEnding ending,
            HoneypoolSettings settings,
            LeaseTransactions transactions) {
        this.overdue = overdue;
        this.statements = statements;
        this.guests = guests;
        this.ending = ending;
        this.settings = settings.pool().lease();
        this.transactions = transactions;
    }

    /**
     * Closes connections past their deadline and ends leases past their retention time or past the maximum time, a
     * batch of each.
     */
    public void expire() {
        Instant now = ending.now();
        overdue.withExpiredConnections(now).forEach(id -> withLocked(id, lease -> expireIn(lease, now)));
        overdue.pastRetention(now).forEach(id -> withLocked(id, lease -> endIfExpired(lease, now)));
        if (settings.maximumTime().isPositive()) {
            overdue.madeBefore(now.minus(settings.maximumTime())).forEach(id -> end(id, LeaseEndReason.MAXIMUM_TIME));
        }
    }

    /**
     * Ends a lease and has its guest removed, unless other sources share it; ending it again changes nothing.
     *
     * @return whether there is such a lease
     */
    public boolean end(UUID leaseId, LeaseEndReason reason) {
        return withLocked(leaseId, lease -> ending.end(lease, reason));
    }

    /** Ends every lease on guests of one pool service, in one transaction, and has those guests removed. */
    public void endAllOf(String owner, LeaseEndReason reason) {
        transactions.execute(() -> {
            List<LockedLease> leases = statements.lockCurrentOfOwner(owner);
            leases.forEach(lease -> ending.end(lease, reason));
            return leases.size();
        });
    }

    /**
     * Takes a guest from its leases, if it has any, and moves it on.
     *
     * @return whether the guest was READY, LEASED or HELD and the lifecycle has the step
     */
    public boolean takeGuest(UUID guest, LeaseEndReason reason, GuestState next) {
        return transactions.execute(() -> {
            boolean taken = ending.endAll(guest, reason, next)
                    || guests.move(guest, GuestState.READY, next)
                    || (next != GuestState.HELD && guests.move(guest, GuestState.HELD, next));
            ending.announce();
            return taken;
        });
    }

    private boolean withLocked(UUID leaseId, Consumer<LockedLease> work) {
        return transactions.execute(() -> {
            Optional<LockedLease> lease = statements.lock(leaseId);
            lease.ifPresent(work);
            return lease.isPresent();
        });
    }

    private void expireIn(LockedLease lease, Instant now) {
        if (statements.closeExpired(lease.id(), now) && !lease.isOver() && !statements.hasOpen(lease.id())) {
            statements.fallIdle(lease.id(), now, now.plus(settings.retention()));
        }
    }

    private void endIfExpired(LockedLease lease, Instant now) {
        Instant expiry = lease.expiresAt();
        if (lease.state() == LeaseState.IDLE && expiry != null && !expiry.isAfter(now)) {
            ending.end(lease, LeaseEndReason.RETENTION);
        }
    }
}
