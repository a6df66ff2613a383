package io.honeypool.pool.api;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.pool.lease.Lease;
import io.honeypool.pool.lease.LeaseConnection;
import io.honeypool.pool.lease.LeaseEndReason;
import io.honeypool.pool.lease.LeaseState;
import io.honeypool.pool.lease.LeaseView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A lease as the API shows it. */
record LeaseResource(
        UUID leaseId,
        LeaseState state,
        String sourceAddress,
        String profile,
        UUID guestId,
        boolean shared,
        Instant createdAt,
        Instant lastUsedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant endedAt,
        @Nullable LeaseEndReason endReason,
        List<Connection> connections,
        GuestReference guest) {

    /** An open connection. */
    record Connection(
            String connectionId,
            String sensorId,
            LoginProtocol protocol,
            String sourceAddress,
            Instant openedAt,
            Instant deadline) {

        static Connection of(LeaseConnection connection) {
            return new Connection(
                    connection.connectionId(),
                    connection.sensorId(),
                    connection.protocol(),
                    connection.sourceAddress().getHostAddress(),
                    connection.openedAt(),
                    connection.deadline());
        }
    }

    static LeaseResource of(LeaseView view) {
        Lease lease = view.lease();
        return new LeaseResource(
                lease.id(),
                lease.state(),
                lease.sourceAddress().getHostAddress(),
                lease.profile(),
                lease.guestId(),
                lease.isShared(),
                lease.createdAt(),
                lease.lastUsedAt(),
                lease.expiresAt(),
                lease.endedAt(),
                lease.endReason(),
                view.connections().stream().map(Connection::of).toList(),
                GuestReference.of(view.guest()));
    }
}
