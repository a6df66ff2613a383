package io.honeypool.pool.lease;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A lease whose row the current transaction has locked.
 *
 * @param id its id
 * @param guestId its guest
 * @param state where it is in its life
 * @param createdAt when it was made
 * @param expiresAt when it ends unless its source comes back; null but for an IDLE lease
 */
record LockedLease(
        UUID id,
        UUID guestId,
        LeaseState state,
        Instant createdAt,
        @Nullable Instant expiresAt) {

    boolean isOver() {
        return state == LeaseState.ENDED;
    }
}
