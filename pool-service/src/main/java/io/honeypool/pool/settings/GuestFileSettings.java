package io.honeypool.pool.settings;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is collected of the files that attackers make in guests.
 *
 * @param enabled whether anything is
 * @param maximumFiles how many files of one guest at most
 * @param maximumFileSize how large a file that is collected is at most
 * @param maximumBytes how large all files of one guest are at most
 * @param timeLimit how long reading one guest's disk takes at most
 * @param ignoredPaths where the guest's system writes all the time: only programs are collected from there
 * @param quota what all collected files take at most; the oldest make way
 * @param retention how long they are kept
 */
public record GuestFileSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("200") @Min(1) @Max(2_000) int maximumFiles,
        @DefaultValue("32MB") DataSize maximumFileSize,
        @DefaultValue("128MB") DataSize maximumBytes,

        @DefaultValue("20s") @DurationMin(seconds = 1) @DurationMax(minutes = 10)
        Duration timeLimit,

        @DefaultValue({"/var/log", "/var/lib/systemd", "/var/lib/dhcp", "/run"})
        List<String> ignoredPaths,

        @DefaultValue("5GB") DataSize quota,
        @DefaultValue("90d") @DurationMin(minutes = 1) Duration retention) {

    /** Copies the list. */
    public GuestFileSettings {
        ignoredPaths = List.copyOf(ignoredPaths);
    }

    /** A file is read in one piece of at most this size. */
    @AssertTrue(message = "honeypool.pool.guest-files.maximum-file-size must be 1B to 1GB") boolean isFileSizeInRange() {
        return maximumFileSize.toBytes() >= 1 && maximumFileSize.compareTo(DataSize.ofGigabytes(1)) <= 0;
    }

    /** Neither can be less than nothing. */
    @AssertTrue(
            message =
                    "honeypool.pool.guest-files.maximum-bytes and honeypool.pool.guest-files.quota must not be negative")
    boolean isNotNegative() {
        return !maximumBytes.isNegative() && !quota.isNegative();
    }

    /** Paths that could never match would be a mistake that nobody sees. */
    @AssertTrue(message = "honeypool.pool.guest-files.ignored-paths must begin with / and not end with it") boolean isAbsolute() {
        return ignoredPaths.stream().allMatch(path -> path.startsWith("/") && path.length() > 1 && !path.endsWith("/"));
    }
}
