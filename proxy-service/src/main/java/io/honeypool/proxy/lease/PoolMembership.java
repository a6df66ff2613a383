package io.honeypool.proxy.lease;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this sensor joined a pool on another host, and what it was given there. */
public final class PoolMembership {

    private static final Logger log = LoggerFactory.getLogger(PoolMembership.class);

    private final Optional<PoolCredentials> credentials;

    private PoolMembership(Optional<PoolCredentials> credentials) {
        this.credentials = credentials;
    }

    /**
     * Reads what was stored when the sensor joined, if it did.
     *
     * @throws PoolCredentialsException if there is something that cannot be used
     */
    public static PoolMembership load(Path file) {
        if (Files.notExists(file)) {
            return new PoolMembership(Optional.empty());
        }
        try {
            PoolCredentials read = PoolCredentials.read(file);
            log.info("This sensor is {} of the pool at {}", read.name(), read.url());
            return new PoolMembership(Optional.of(read));
        } catch (IOException unusable) {
            throw new PoolCredentialsException(file, unusable);
        }
    }

    /** The name that the sensor was enrolled with; another one if it did not join. */
    public String nameOr(String other) {
        return credentials.map(PoolCredentials::name).orElse(other);
    }

    Optional<PoolCredentials> credentials() {
        return credentials;
    }
}
