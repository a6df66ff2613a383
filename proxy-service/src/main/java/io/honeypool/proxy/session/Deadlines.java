package io.honeypool.proxy.session;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a connection may last.
 *
 * @param login from its first moment until it is logged in
 * @param idle without a byte in either direction
 * @param total in all
 */
public record Deadlines(Duration login, Duration idle, Duration total) {

    /**
     * The limit in time that a connection has passed, if it has passed one.
     *
     * @param age of the connection
     * @param silence since its last byte in either direction
     * @param loggedIn whether it is logged in
     */
    Optional<String> passed(Duration age, Duration silence, boolean loggedIn) {
        if (!loggedIn && age.compareTo(login) >= 0) {
            return Optional.of("login-time");
        }
        if (age.compareTo(total) >= 0) {
            return Optional.of("session-time");
        }
        return loggedIn && silence.compareTo(idle) >= 0 ? Optional.of("idle-time") : Optional.empty();
    }
}
