package io.honeypool.pool.settings;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is kept of the files that sensors bring: artifacts and recordings.
 *
 * @param maximumFileSize how large one is at most
 * @param quota what all of them take at most; the oldest make way
 * @param retention how long they are kept
 * @param uploads how many are brought at the same time, half of them by one sensor
 */
public record EvidenceFileSettings(
        @DefaultValue("512MB") DataSize maximumFileSize,
        @DefaultValue("10GB") DataSize quota,
        @DefaultValue("90d") @DurationMin(minutes = 1) Duration retention,
        @DefaultValue("8") @Min(1) @Max(100) int uploads) {

    /** A file of no bytes is one too. */
    @AssertTrue(
            message =
                    "honeypool.pool.evidence-files.maximum-file-size and honeypool.pool.evidence-files.quota must not be negative")
    boolean isNotNegative() {
        return !maximumFileSize.isNegative() && !quota.isNegative();
    }
}
