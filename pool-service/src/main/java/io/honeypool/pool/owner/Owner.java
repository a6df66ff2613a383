package io.honeypool.pool.owner;

import java.time.Instant;
import java.util.UUID;

/**
 * A pool service that owns, or owned, guests; one row.
 *
 * @param name name of the pool
 * @param incarnation which start, or return, of the service holds the name
 * @param state what is known about it
 * @param serving whether its READY guests may be handed out
 * @param startedAt when this incarnation began
 * @param seenAt its last heartbeat
 */
public record Owner(
        String name, UUID incarnation, OwnerState state, boolean serving, Instant startedAt, Instant seenAt) {

    /** Whether nothing has been heard of it between two looks at its row. */
    boolean isUnchangedSince(Owner before) {
        return incarnation.equals(before.incarnation) && state == before.state && seenAt.equals(before.seenAt);
    }
}
