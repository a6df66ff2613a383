package io.honeypool.proxy.ssh.landing;

import io.honeypool.common.lease.GuestEndpoint;
import io.honeypool.common.lease.LeaseGrant;
import java.io.IOException;
import org.apache.sshd.client.future.ConnectFuture;

/** Begins SSH connections to guests, whichever way leads there. */
@FunctionalInterface
public interface GuestApproach {

    /**
     * Begins one. Where the way leads through a gateway it blocks for a bounded time, so call it on a virtual thread.
     *
     * @param account who it is for
     * @param grant the lease of the guest
     * @param endpoint one of the grant's endpoints, where SSH is spoken
     * @throws IOException if there is no way
     */
    ConnectFuture connect(String account, LeaseGrant grant, GuestEndpoint endpoint) throws IOException;
}
