package io.honeypool.pool.lease;

import io.honeypool.pool.guest.Guest;
import java.util.List;

/**
 * A lease with what belongs to it.
 *
 * @param lease the lease
 * @param guest its guest
 * @param connections its open connections, oldest first
 */
public record LeaseView(Lease lease, Guest guest, List<LeaseConnection> connections) {

    public LeaseView {
        connections = List.copyOf(connections);
    }
}
