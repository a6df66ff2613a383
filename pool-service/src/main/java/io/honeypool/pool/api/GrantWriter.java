package io.honeypool.pool.api;

import io.honeypool.common.lease.GatewayPass;
import io.honeypool.common.lease.GuestEndpoint;
import io.honeypool.common.lease.GuestEndpoint.Route;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.pool.guest.GuestAccess;
import io.honeypool.pool.lease.LeaseOutcome.Granted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says how a sensor gets to its guest; pure. One that was enrolled is told of the gateway of the guest's host alone, if
 * there is one; one with the token of the role is on the host, or on a network with a route to the guests.
 */
final class GrantWriter {

    private GrantWriter() {}

    static LeaseGrant grant(Granted granted, Optional<GatewayPass> pass) {
        Optional<String> gateway = pass.flatMap(shown -> Optional.ofNullable(granted.gateway()));
        return new LeaseGrant(
                granted.leaseId(),
                granted.guestId(),
                granted.profile(),
                granted.fresh(),
                gateway.map(authority -> behind(authority, granted.access())).orElseGet(() -> at(granted)),
                granted.access().credentials(),
                gateway.flatMap(authority -> pass).orElse(null),
                granted.deadline());
    }

    private static List<GuestEndpoint> at(Granted granted) {
        GuestAccess access = granted.access();
        String address = granted.address().getHostAddress();
        return endpoints(access, Route.DIRECT, address, access.sshPort(), access.telnetPort());
    }

    private static List<GuestEndpoint> behind(String gateway, GuestAccess access) {
        int colon = gateway.lastIndexOf(':');
        String host = gateway.substring(0, colon).replace("[", "").replace("]", "");
        int port = Integer.parseInt(gateway.substring(colon + 1));
        return endpoints(access, Route.GATEWAY, host, port, port);
    }

    private static List<GuestEndpoint> endpoints(GuestAccess access, Route route, String host, int ssh, int telnet) {
        List<GuestEndpoint> endpoints = new ArrayList<>();
        if (access.sshPort() > 0) {
            endpoints.add(new GuestEndpoint(LoginProtocol.SSH, route, host, ssh));
        }
        if (access.telnetPort() > 0) {
            endpoints.add(new GuestEndpoint(LoginProtocol.TELNET, route, host, telnet));
        }
        return endpoints;
    }
}
