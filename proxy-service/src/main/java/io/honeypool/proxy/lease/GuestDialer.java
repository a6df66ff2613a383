package io.honeypool.proxy.lease;

import io.honeypool.common.lease.GuestEndpoint;
import io.honeypool.common.lease.LeaseGrant;
import java.io.IOException;
import java.net.Socket;

/** Connects to guests, whichever way leads there. */
public interface GuestDialer {

    /**
     * Connects. Blocks for a bounded time, so call it on a virtual thread.
     *
     * @param grant the lease of the guest
     * @param endpoint one of the grant's endpoints
     * @return a connection that carries the guest's own protocol and that has half-close; its owner closes it, which
     *     may take a second or two where the peer does not read
     * @throws IOException if there is none; the message says why and holds no secret
     */
    Socket dial(LeaseGrant grant, GuestEndpoint endpoint) throws IOException;
}
