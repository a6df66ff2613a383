package io.honeypool.proxy.auth;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The policy {@code accept-after-tries}.
 *
 * @param fewest fewest different passwords that a source has to try
 * @param most most of them; the number is drawn for each source
 * @param sources how many sources are remembered; the one that was away longest is forgotten
 * @param sharedWinners how many of the last winning passwords let in other sources at once
 */
public record TriesSettings(
        @DefaultValue("2") @Min(1) @Max(100) int fewest,
        @DefaultValue("5") @Min(1) @Max(100) int most,
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int sources,
        @DefaultValue("10") @Min(0) @Max(1000) int sharedWinners) {

    @AssertTrue(message = "fewest must not be more than most") boolean isRange() {
        return fewest <= most;
    }
}
