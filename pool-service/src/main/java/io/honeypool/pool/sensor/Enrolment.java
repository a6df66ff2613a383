package io.honeypool.pool.sensor;

import java.time.Instant;

/**
 * What a sensor needs to join.
 *
 * @param name its name
 * @param token good for joining once
 * @param expiresAt until when
 */
public record Enrolment(String name, String token, Instant expiresAt) {

    /** Leaves the token out, so that no log line can hold it. */
    @Override
    public String toString() {
        return "Enrolment[name=" + name + ", expiresAt=" + expiresAt + "]";
    }
}
