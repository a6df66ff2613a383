package io.honeypool.pool.settings;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How sensors on other hosts reach this one: the API over TLS, beside the one of {@code server.port}.
 *
 * @param enabled whether they can
 * @param host name or address by which they reach this host; stands in the certificate and in grants
 * @param address local address to listen on; all of them when unset
 * @param apiPort where the API listens for TLS
 * @param sslBundle Spring's name of a bundle with a certificate of the operator's own; one of the pool's own CA when
 *     unset
 * @param joinWithin how long the string that a sensor joins with is good for
 */
public record RemoteSettings(
        @DefaultValue("false") boolean enabled,

        @Nullable @Pattern(
                regexp = "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,39}",
                message = "must be a host name or an address, without port and brackets")
        String host,

        @Nullable String address,
        @DefaultValue("8422") @Min(0) @Max(65_535) int apiPort,
        @Nullable String sslBundle,

        @DefaultValue("1h") @DurationMin(minutes = 1) @DurationMax(days = 30)
        Duration joinWithin) {

    /** Whoever is to come needs to know where to. */
    @AssertTrue(message = "honeypool.pool.remote.host must be set where honeypool.pool.remote.enabled is true") boolean isHostKnown() {
        return !enabled || host != null;
    }

    /** Where sensors reach a port of this host, as {@code host:port}. */
    public String authority(int port) {
        String name = String.valueOf(host);
        return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }
}
