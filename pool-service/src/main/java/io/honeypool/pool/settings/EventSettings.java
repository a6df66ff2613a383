package io.honeypool.pool.settings;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long what sensors saw is kept in the database. Pool services on one database had better agree: each deletes by
 * its own.
 *
 * @param retention how long after its last event a session is kept, with all its events; 0 for ever
 * @param quota what events take in all at most, about; the oldest sessions make way; 0 for no limit
 */
public record EventSettings(
        @DefaultValue("90d") @DurationMin Duration retention,
        @DefaultValue("10GB") DataSize quota) {

    /** It cannot be less than nothing. */
    @AssertTrue(message = "honeypool.pool.events.quota must not be negative") boolean isNotNegative() {
        return !quota.isNegative();
    }
}
