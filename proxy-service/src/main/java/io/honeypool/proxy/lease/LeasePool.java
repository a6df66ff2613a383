package io.honeypool.proxy.lease;

import io.honeypool.common.lease.ConnectionRenewal;
import io.honeypool.common.lease.LeaseRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** The pool as a sensor sees it. Calls block the calling (virtual) thread for a bounded time. */
interface LeasePool {

    /**
     * Asks for the guest of a connection; asking again with the same connection id changes nothing.
     *
     * @throws IOException if the pool did not answer, or not sensibly; worth another try
     */
    LeaseOutcome lease(LeaseRequest request) throws IOException;

    /**
     * Keeps a connection alive.
     *
     * @return the new deadline; empty if the pool no longer knows the connection
     */
    Optional<ConnectionRenewal> renew(UUID lease, String connection) throws IOException;

    /** Gives a connection back; giving back what the pool no longer knows is no error. */
    void release(UUID lease, String connection, boolean used) throws IOException;
}
