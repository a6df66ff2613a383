package io.honeypool.pool.owner;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Declares services dead, in one transaction with all that follows from it. The row must be as it was when the decision
 * was made: of several services that declare the same death one succeeds, and a service that is heard of in between
 * lives.
 */
@Component
class OwnerDeaths {

    private static final Logger log = LoggerFactory.getLogger(OwnerDeaths.class);

    private final JdbcClient database;
    private final TransactionOperations transactions;
    private final List<OwnerDeathListener> listeners;
    private final OwnerMetrics metrics;
    private final AtomicBoolean busy = new AtomicBoolean();

    OwnerDeaths(
            JdbcClient database,
            TransactionOperations transactions,
            List<OwnerDeathListener> listeners,
            OwnerMetrics metrics) {
        this.database = database;
        this.transactions = transactions;
        this.listeners = List.copyOf(listeners);
        this.metrics = metrics;
    }

    /** Declares in a thread of its own, unless the last declaration is still under way. */
    void declareAside(List<Owner> silent) {
        if (silent.isEmpty() || !busy.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("owner-deaths").start(() -> {
            try {
                silent.forEach(this::declare);
            } catch (RuntimeException failed) {
                log.warn("A silent pool service could not be declared dead; it is tried again: {}", failed.toString());
            } finally {
                busy.set(false);
            }
        });
    }

    /**
     * Declares one service dead.
     *
     * @param seen its row when it was found to be silent
     * @return whether it was this call that did it
     */
    boolean declare(Owner seen) {
        boolean unchanged = transactions.execute(status -> {
            boolean same = bury(seen) == 1;
            if (same) {
                listeners.forEach(listener -> listener.ownerDied(seen.name()));
            }
            return same;
        });
        if (!unchanged || seen.state() == OwnerState.DEAD) {
            return false;
        }
        metrics.declaredDead(seen.state());
        log.warn(
                "Pool service {} ({}) was not heard of since {} and is declared dead: its leases are over",
                seen.name(),
                seen.state(),
                seen.seenAt());
        return true;
    }

    private int bury(Owner seen) {
        return database.sql("""
                        UPDATE pool_owner SET state = 'DEAD', serving = false
                         WHERE name = :name AND incarnation = :incarnation AND state = :state AND seen_at = :seen""")
                .param("name", seen.name())
                .param("incarnation", seen.incarnation())
                .param("state", seen.state().name())
                .param("seen", OwnerTable.parameter(seen.seenAt()))
                .update();
    }
}
