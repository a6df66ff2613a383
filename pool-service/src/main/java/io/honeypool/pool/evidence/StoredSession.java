package io.honeypool.pool.evidence;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a session's events come to.
 *
 * @param sourceAddress in the usual form of its family
 * @param lastAt when its last event was
 * @param endedAt null while it lasts
 * @param logins that were let in
 * @param leaseId of its guest; null if it had none
 */
public record StoredSession(
        String session,
        String sensor,
        String protocol,
        String sourceAddress,
        Instant startedAt,
        Instant lastAt,
        @Nullable Instant endedAt,
        long events,
        long logins,
        long commands,
        @Nullable UUID leaseId) {}
