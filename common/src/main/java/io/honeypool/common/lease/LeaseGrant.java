package io.honeypool.common.lease;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a {@link LeaseRequest}: the guest that belongs to the source address.
 *
 * @param leaseId the lease
 * @param guestId the guest it is for
 * @param profile the guest profile
 * @param fresh whether this request made the lease (201) rather than joined it (200)
 * @param endpoints where the guest takes logins, best first
 * @param credentials the guest account to log in with
 * @param gateway what lets this connection through the gateway; null if no endpoint is behind one
 * @param connectionDeadline when this connection counts as gone unless it is renewed
 */
public record LeaseGrant(
        UUID leaseId,
        UUID guestId,
        String profile,
        boolean fresh,
        List<GuestEndpoint> endpoints,
        GuestCredentials credentials,
        @Nullable GatewayPass gateway,
        Instant connectionDeadline) {

    public LeaseGrant {
        endpoints = List.copyOf(endpoints);
    }

    /** The best endpoint for a protocol, if the profile offers that protocol. */
    public Optional<GuestEndpoint> endpoint(LoginProtocol protocol) {
        return endpoints.stream().filter(e -> e.protocol() == protocol).findFirst();
    }
}
