package io.honeypool.proxy.ssh;

import io.honeypool.common.lease.GuestEndpoint;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.proxy.lease.GuestDialer;
import io.honeypool.proxy.ssh.landing.GuestApproach;
import io.honeypool.proxy.ssh.tunnel.Tunnels;
import java.io.IOException;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.common.AttributeRepository;
import org.jspecify.annotations.Nullable;

/**
 * The SSH client as one session uses it.
 *
 * @param client everybody's, which makes direct connections itself and speaks SSH over all of them
 * @param dialer makes the others
 * @param place where the direct connections are to be; null for anywhere
 */
record GuestClient(
        SshClient client, GuestDialer dialer, @Nullable AttributeRepository place) implements GuestApproach {

    @Override
    public ConnectFuture connect(String account, LeaseGrant grant, GuestEndpoint endpoint) throws IOException {
        return switch (endpoint.route()) {
            case DIRECT -> client.connect(account, endpoint.host(), endpoint.port(), place);
            case GATEWAY -> Tunnels.connect(client, account, dialer.dial(grant, endpoint));
        };
    }
}
