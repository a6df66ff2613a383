package io.honeypool.proxy.lease;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The pool that this sensor leases from.
 *
 * @param url base of the pool's REST API
 * @param tokenFile file whose one line is the token of role {@code sensor}
 * @param credentials what the sensor was given when it joined a pool on another host; {@code pool.json} in the state
 *     directory when unset. Where there is such a file, url and token file do not count.
 * @param profile guest profile to ask for; the pool's choice when unset
 * @param timeout how long a session waits for its guest in all, retries included
 */
public record PoolSettings(
        @DefaultValue("http://127.0.0.1:8420") @NotNull URI url,

        @DefaultValue("/var/lib/honeypool/tokens/sensor.token") @NotNull Path tokenFile,

        @Nullable Path credentials,
        @Nullable String profile,

        @DefaultValue("10s") @NotNull Duration timeout) {}
