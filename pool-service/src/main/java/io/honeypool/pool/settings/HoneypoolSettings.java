package io.honeypool.pool.settings;

import jakarta.validation.Valid;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Root of every setting of ours. One root for all of them, so that a key that is not a setting fails the start.
 *
 * @param pool the pool's settings
 */
@Validated
@ConfigurationProperties(prefix = "honeypool", ignoreUnknownFields = false)
public record HoneypoolSettings(
        @Valid @NestedConfigurationProperty @DefaultValue PoolSettings pool) {}
