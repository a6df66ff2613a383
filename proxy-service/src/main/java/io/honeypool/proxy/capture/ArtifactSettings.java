package io.honeypool.proxy.capture;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is kept of files that attackers move.
 *
 * @param enabled whether any is
 * @param directory where; null for the one in the state directory
 * @param fileLimit how much of one file
 * @param quota how much all may have together
 */
public record ArtifactSettings(
        @DefaultValue("true") boolean enabled,
        @Nullable Path directory,
        @DefaultValue("512MB") DataSize fileLimit,
        @DefaultValue("10GB") DataSize quota) {}
