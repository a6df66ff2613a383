package io.honeypool.pool.settings;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What guests there are.
 *
 * @param image name of a directory below {@code images/} of the state directory, or an absolute path
 * @param ready guests kept READY
 * @param maximum guests in all, whatever their state
 * @param memory memory of a guest; the image's own value when unset
 * @param bootTimeout time a guest has from its start to its first answer
 * @param parallel guests provisioned at once
 */
public record GuestSettings(
        @DefaultValue("debian-12") @NotBlank String image,
        @DefaultValue("2") @Min(1) int ready,
        @DefaultValue("6") @Min(1) @Max(MOST_GUESTS) int maximum,
        @Nullable DataSize memory,
        @DefaultValue("120s") @DurationMin(seconds = 1) Duration bootTimeout,
        @DefaultValue("2") @Min(1) @Max(16) int parallel) {

    /** What one pool can have at most. */
    public static final int MOST_GUESTS = 512;

    /** More guests cannot be kept ready than there may be. */
    @AssertTrue(message = "honeypool.pool.guests.ready must not be greater than honeypool.pool.guests.maximum") boolean isReadyWithinMaximum() {
        return ready <= maximum;
    }
}
