package io.honeypool.proxy.lease;

import io.honeypool.common.lease.ConnectionRenewal;
import io.honeypool.common.lease.GuestEndpoint;
import io.honeypool.common.lease.LeaseGrant;
import io.honeypool.common.lease.LeaseRequest;
import io.honeypool.common.lease.LoginProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A pool of one machine that is never fresh: everybody gets the operator's own. A lease's id tells the source, the
 * guest's id the machine, both the same over restarts. Keeps no state, so nothing is renewed or released.
 */
final class StaticLeasePool implements LeasePool {

    static final String PROFILE = "static";

    private static final Duration UNTIL_RENEWAL = Duration.ofDays(1);

    private final StaticBackend backend;
    private final Clock clock;

    StaticLeasePool(StaticBackend backend, Clock clock) {
        this.backend = backend;
        this.clock = clock;
    }

    @Override
    public LeaseOutcome lease(LeaseRequest request) throws IOException {
        String address = backend.address().getHostAddress();
        return new LeaseOutcome.Granted(new LeaseGrant(
                named("lease " + request.sourceAddress()),
                named("guest " + backend.host() + ":" + backend.sshPort()),
                PROFILE,
                false,
                endpoints(address),
                backend.credentials(),
                null,
                deadline().deadline()));
    }

    private List<GuestEndpoint> endpoints(String address) {
        GuestEndpoint ssh =
                new GuestEndpoint(LoginProtocol.SSH, GuestEndpoint.Route.DIRECT, address, backend.sshPort());
        return backend.telnetPort() == 0
                ? List.of(ssh)
                : List.of(
                        ssh,
                        new GuestEndpoint(
                                LoginProtocol.TELNET, GuestEndpoint.Route.DIRECT, address, backend.telnetPort()));
    }

    @Override
    public Optional<ConnectionRenewal> renew(UUID lease, String connection) {
        return Optional.of(deadline());
    }

    @Override
    public void release(UUID lease, String connection, boolean used) {
        // nobody counts the connections to a machine that stays
    }

    private ConnectionRenewal deadline() {
        return new ConnectionRenewal(clock.instant().plus(UNTIL_RENEWAL));
    }

    private static UUID named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
