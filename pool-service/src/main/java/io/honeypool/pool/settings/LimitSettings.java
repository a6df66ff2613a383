package io.honeypool.pool.settings;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a guest may use of the host, so that one does not slow another.
 *
 * @param cpuWeight its part of busy processors relative to other guests'; the control group's default when unset
 * @param cpuPercent its most of the processors, in percent of one core; as many as it has when unset
 * @param diskSize size of its disk; the image's own when unset
 * @param diskBandwidth bytes a second that it may read and write; zero for no limit
 * @param diskOperations reads and writes a second; zero for no limit
 * @param bandwidth bytes a second that it may get, and as many that it may send; no limit when unset
 */
public record LimitSettings(
        @Nullable @Min(1) @Max(262_144) Integer cpuWeight,
        @Nullable @Min(1) @Max(6_400) Integer cpuPercent,
        @Nullable DataSize diskSize,
        @DefaultValue("64MB") DataSize diskBandwidth,
        @DefaultValue("2000") @Min(0) @Max(1_000_000) int diskOperations,
        @Nullable DataSize bandwidth) {

    /** Sizes that are not there or make no disk. */
    @AssertTrue(
            message =
                    "disk-size must be a multiple of 1MB up to 16TB, disk-bandwidth 0 or at least 64KB, bandwidth at least 8KB")
    boolean isSensible() {
        boolean size = diskSize == null
                || (diskSize.toBytes() > 0
                        && diskSize.toBytes() % DataSize.ofMegabytes(1).toBytes() == 0
                        && diskSize.toTerabytes() <= 16);
        boolean disk = diskBandwidth.toBytes() == 0 || diskBandwidth.toKilobytes() >= 64;
        return size && disk && (bandwidth == null || bandwidth.toKilobytes() >= 8);
    }
}
