package io.honeypool.pool.lease;

import io.honeypool.pool.failpoint.FailPoints;
import io.honeypool.pool.failpoint.Step;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.LeaseSettings;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Hands guests out and takes them back, for sensors. Rows are locked in the order lease, guest. */
@Service
public class LeaseDesk {

    private final GuestHandout handout;
    private final ConnectionStatements connections;
    private final LeaseEnding ending;
    private final LeaseTransactions transactions;
    private final LeaseSettings settings;
    private final LeaseMetrics metrics;
    private final FailPoints failPoints;

    LeaseDesk(
            GuestHandout handout,
            ConnectionStatements connections,
            LeaseEnding ending,
            LeaseTransactions transactions,
            HoneypoolSettings settings,
            LeaseMetrics metrics,
            FailPoints failPoints) {
        this.handout = handout;
        this.connections = connections;
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
        if (transactions.alone(() -> connections.renew(leaseId, connectionId, sensorId, now, deadline))) {
            return new RenewalOutcome.Renewed(deadline);
        }
        return connections.isKnown(leaseId, connectionId, sensorId)
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
        Instant now = ending.now();
        boolean known = transactions.alone(
                () -> connections.release(leaseId, connectionId, sensorId, used, now, now.plus(settings.retention())));
        failPoints.reach(Step.RELEASE_COMMITTED);
        if (known && !used) {
            ending.announce();
        }
        return known;
    }
}
