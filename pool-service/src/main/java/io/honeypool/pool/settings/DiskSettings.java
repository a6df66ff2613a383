package io.honeypool.pool.settings;

import jakarta.validation.constraints.AssertTrue;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What of the state's file system is used, and for what.
 *
 * @param minimumFree what stays free: no guest is made where it would not
 * @param keptQuota what overlays of retired guests take in all at most; the oldest make way
 */
public record DiskSettings(
        @DefaultValue("1GB") DataSize minimumFree,
        @DefaultValue("10GB") DataSize keptQuota) {

    /** Neither can be less than nothing. */
    @AssertTrue(message = "honeypool.pool.disk.minimum-free and honeypool.pool.disk.kept-quota must not be negative") boolean isNotNegative() {
        return !minimumFree.isNegative() && !keptQuota.isNegative();
    }
}
