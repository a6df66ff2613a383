package io.honeypool.pool.sensor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sensor that was enrolled.
 *
 * @param name its name
 * @param state where it is in its life
 * @param enrolledAt when it was enrolled last
 * @param joinExpiresAt until when it can join; null if it cannot
 * @param joinedAt when it joined; null before that and once it is revoked
 * @param revokedAt when it was revoked; null if it is not
 * @param connections attacker connections of its that are open
 */
public record EnrolledSensor(
        String name,
        State state,
        Instant enrolledAt,
        @Nullable Instant joinExpiresAt,
        @Nullable Instant joinedAt,
        @Nullable Instant revokedAt,
        int connections) {

    /** Where a sensor is in its life. */
    public enum State {
        /** It may join and has not. */
        ENROLLED,
        /** It has a token. */
        JOINED,
        /** Its token is refused. */
        REVOKED
    }

    static State state(@Nullable Instant joinedAt, @Nullable Instant revokedAt) {
        if (revokedAt != null) {
            return State.REVOKED;
        }
        return joinedAt != null ? State.JOINED : State.ENROLLED;
    }
}
