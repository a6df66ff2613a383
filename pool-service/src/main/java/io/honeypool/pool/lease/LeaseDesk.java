package io.honeypool.pool.lease;

import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.lease.LeaseOutcome.ConnectionIdTaken;
import io.honeypool.pool.lease.LeaseOutcome.Exhausted;
import io.honeypool.pool.lease.LeaseOutcome.Granted;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.LeaseSettings;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Hands guests out and takes them back, for sensors. Every method is one transaction; rows are locked in the order
 * lease, guest.
 */
@Service
public class LeaseDesk {

    private static final int ATTEMPTS = 3;

    private final LeaseRows leases;
    private final ConnectionRows connections;
    private final Guests guests;
    private final LeaseClaim claim;
    private final LeaseEnding ending;
    private final LeaseSettings settings;
    private final TransactionOperations transactions;
    private final LeaseMetrics metrics;

    LeaseDesk(
            LeaseTables tables,
            Guests guests,
            LeaseClaim claim,
            LeaseEnding ending,
            HoneypoolSettings settings,
            TransactionOperations transactions,
            LeaseMetrics metrics) {
        this.leases = tables.leases();
        this.connections = tables.connections();
        this.guests = guests;
        this.claim = claim;
        this.ending = ending;
        this.settings = settings.pool().lease();
        this.transactions = transactions;
        this.metrics = metrics;
    }

    /** Gives the source its guest. Asked again for a connection that is open, answers as the first time. */
    public LeaseOutcome acquire(LeaseApplication application) {
        return metrics.timed(() -> acquireOrRetry(application));
    }

    /** Has an open or expired connection count for longer, as long as its lease is not over. */
    public RenewalOutcome renew(UUID leaseId, String connectionId) {
        return transactions.execute(status -> {
            Optional<Lease> lease = leases.lock(leaseId);
            Optional<LeaseConnection> found = connections.findByConnectionIdAndLeaseId(connectionId, leaseId);
            if (lease.isEmpty() || found.isEmpty()) {
                return new RenewalOutcome.Unknown();
            }
            LeaseConnection connection = found.get();
            if (lease.get().isOver() || !(connection.isOpen() || connection.isExpired())) {
                return new RenewalOutcome.Over();
            }
            Instant now = now();
            connection.renew(now.plus(settings.connectionDeadline()));
            lease.get().touch(now);
            return new RenewalOutcome.Renewed(connection.deadline());
        });
    }

    /**
     * Closes a connection; closing it again changes nothing. The lease of the last open connection falls idle, but a
     * lease whose only connection ever did not use the guest ends, and the guest is READY again.
     *
     * @return whether there is such a connection
     */
    public boolean release(UUID leaseId, String connectionId, boolean used) {
        return transactions.execute(status -> {
            Optional<Lease> lease = leases.lock(leaseId);
            Optional<LeaseConnection> connection = connections.findByConnectionIdAndLeaseId(connectionId, leaseId);
            if (lease.isEmpty() || connection.isEmpty()) {
                return false;
            }
            if (connection.get().isOpen()) {
                connection.get().close(used ? CloseReason.RELEASED : CloseReason.RELEASED_UNUSED, now());
                settle(lease.get(), used);
            }
            return true;
        });
    }

    private LeaseOutcome acquireOrRetry(LeaseApplication application) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.execute(status -> tryAcquire(application));
            } catch (DuplicateKeyException raced) {
                if (attempt == ATTEMPTS) {
                    throw raced;
                }
            }
        }
    }

    private LeaseOutcome tryAcquire(LeaseApplication application) {
        String sourceKey = application.source().leaseKey(settings.ipv6PrefixLength());
        claim.queueUp(application, sourceKey);
        Optional<LeaseConnection> earlier = connections.findById(application.connectionId());
        if (earlier.isPresent()) {
            return repeat(earlier.get(), application);
        }
        Instant now = now();
        Instant deadline = now.plus(settings.connectionDeadline());
        if (claim.claim(application, sourceKey, now, deadline).isEmpty()) {
            return new Exhausted();
        }
        ending.announce();
        return granted(connections.findById(application.connectionId()).orElseThrow());
    }

    private LeaseOutcome repeat(LeaseConnection earlier, LeaseApplication application) {
        boolean same = earlier.isOpen()
                && earlier.sensorId().equals(application.sensorId())
                && earlier.protocol() == application.protocol()
                && earlier.sourceAddress().equals(application.source().address());
        return same ? granted(earlier) : new ConnectionIdTaken();
    }

    private Granted granted(LeaseConnection connection) {
        Lease lease = leases.findById(connection.leaseId()).orElseThrow();
        Guest guest = guests.find(lease.guestId()).orElseThrow();
        return new Granted(
                lease.id(),
                guest.id(),
                guest.profile(),
                connection.isFresh(),
                guest.address(),
                guest.access(),
                connection.deadline());
    }

    private void settle(Lease lease, boolean used) {
        if (lease.isOver() || connections.existsByLeaseIdAndClosedAtIsNull(lease.id())) {
            return;
        }
        if (!used && connections.countByLeaseId(lease.id()) == 1) {
            ending.giveBackUnused(lease);
        } else {
            lease.fallIdle(now(), settings.retention());
        }
    }

    private Instant now() {
        return ending.now();
    }
}
