package io.honeypool.proxy.recording;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is recorded, and how much of it is kept.
 *
 * @param enabled whether anything is
 * @param directory where; by default {@code recordings} in the sensor's state directory
 * @param limit size of one recording before it is compressed, after which it goes on no further; zero for none
 * @param quota size of all recordings, after which the oldest go; zero for none
 * @param retention how long one is kept; zero for ever
 * @param ttyLog whether each is written as a UML tty log too
 */
public record RecordingSettings(
        @DefaultValue("true") boolean enabled,
        @Nullable Path directory,
        @DefaultValue("16MB") @NotNull DataSize limit,
        @DefaultValue("10GB") @NotNull DataSize quota,

        @DefaultValue("90d") @NotNull @DurationMin Duration retention,

        @DefaultValue("false") boolean ttyLog) {}
