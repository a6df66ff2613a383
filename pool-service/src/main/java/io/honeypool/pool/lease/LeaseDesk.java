package io.honeypool.pool.lease;

import io.honeypool.pool.failpoint.FailPoints;
import io.honeypool.pool.failpoint.Step;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.LeaseSettings;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Hands guests out and takes them back, for sensors. Rows are locked in the order lease, guest. */
@Service
public class LeaseDesk {

    private final GuestHandout handout;
    private final LeaseStatements statements;
    private final LeaseEnding ending;
    private final LeaseTransactions transactions;
    private final LeaseSettings settings;
    private final LeaseMetrics metrics;
    private final FailPoints failPoints;

    LeaseDesk(
            GuestHandout handout,
            LeaseStatements statements,
            LeaseEnding ending,
            LeaseTransactions transactions,
            HoneypoolSettings settings,
            LeaseMetrics metrics,
            FailPoints failPoints) {
        this.handout = handout;
        this.statements = statements;
        this.ending = ending;
        this.transactions = transactions;
        this.settings = settings.pool().lease();
        this.metrics = metrics;
        this.failPoints = failPoints;
    }

    /**
     * Gives the source its guest. Asked again for a connection that is open, answers as the first time. May wait for a
     * guest as long as the settings say.
     */
    public LeaseOutcome acquire(LeaseApplication application) {
        return metrics.timed(() -> handout.handOut(application));
    }

    /** Has an open or expired connection of a sensor count for longer, as long as its lease is not over. */
    public RenewalOutcome renew(UUID leaseId, String connectionId, String sensorId) {
        Instant now = ending.now();
        Instant deadline = now.plus(settings.connectionDeadline());
        if (transactions.alone(() -> statements.renew(leaseId, connectionId, sensorId, now, deadline))) {
            return new RenewalOutcome.Renewed(deadline);
        }
        return statements.isKnown(leaseId, connectionId, sensorId)
                ? new RenewalOutcome.Over()
                : new RenewalOutcome.Unknown();
    }

    /**
     * Closes a connection of a sensor; closing it again changes nothing. The lease of the last open connection falls
     * idle, but a lease none of whose connections used the guest ends, and a guest that nobody used is READY again.
     *
     * @return whether the sensor has such a connection
     */
    public boolean release(UUID leaseId, String connectionId, String sensorId, boolean used) {
        CloseReason reason = used ? CloseReason.RELEASED : CloseReason.RELEASED_UNUSED;
        boolean known = transactions.execute(() -> {
            Optional<LockedLease> lease = statements.lock(leaseId);
            Instant now = ending.now();
            Optional<Closing> closing = lease.flatMap(l ->
                    statements.close(leaseId, connectionId, sensorId, reason, now, now.plus(settings.retention())));
            closing.ifPresent(found -> settle(lease.orElseThrow(), found, used));
            failPoints.reach(Step.RELEASE_CLOSED);
            return closing.isPresent();
        });
        failPoints.reach(Step.RELEASE_COMMITTED);
        return known;
    }

    private void settle(LockedLease lease, Closing closing, boolean used) {
        if (closing.done() && !closing.othersOpen() && !used && !closing.othersUsed()) {
            ending.giveBackUnused(lease);
        }
    }
}
