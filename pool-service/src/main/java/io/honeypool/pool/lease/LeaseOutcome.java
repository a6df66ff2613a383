package io.honeypool.pool.lease;

import io.honeypool.pool.guest.GuestAccess;
import java.net.InetAddress;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What comes of asking for a guest. */
public sealed interface LeaseOutcome {

    /**
     * The source has a guest.
     *
     * @param leaseId the lease
     * @param guestId the guest
     * @param profile the guest's profile
     * @param fresh whether this connection made the lease
     * @param address the guest's address
     * @param access how to log in to the guest
     * @param gateway host and port of the gateway on the guest's host; null if there is none
     * @param deadline when the connection counts as gone unless it is renewed
     */
    record Granted(
            UUID leaseId,
            UUID guestId,
            String profile,
            boolean fresh,
            InetAddress address,
            GuestAccess access,
            @Nullable String gateway,
            Instant deadline)
            implements LeaseOutcome {}

    /** No guest is READY, and none is shared. */
    record Exhausted() implements LeaseOutcome {}

    /** The source has no guest, and its network has as many leases as it may. */
    record NetworkFull() implements LeaseOutcome {}

    /** The connection id was used before, for another connection or for one that is closed. */
    record ConnectionIdTaken() implements LeaseOutcome {}
}
