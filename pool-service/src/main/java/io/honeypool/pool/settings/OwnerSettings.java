package io.honeypool.pool.settings;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long other pool services on the database are waited for. Only time that this service itself measured counts.
 *
 * @param suspectAfter silence of a service after which none of its guests is handed out
 * @param deadAfter silence of a service after which its leases end
 * @param restartGrace how long the leases of a service last that was stopped and left its guests running
 */
public record OwnerSettings(
        @DefaultValue("5s") @DurationMin(seconds = 3) Duration suspectAfter,
        @DefaultValue("15s") @DurationMin(seconds = 6) Duration deadAfter,
        @DefaultValue("10m") @DurationMin(seconds = 6) Duration restartGrace) {

    /** A service must be left out of claims before its leases end. */
    @AssertTrue(message = "honeypool.pool.owner.dead-after must be longer than honeypool.pool.owner.suspect-after") boolean isDeadAfterSuspect() {
        return deadAfter.compareTo(suspectAfter) > 0;
    }

    /** Whoever says that it stops gets no less time than whoever says nothing. */
    @AssertTrue(message = "honeypool.pool.owner.restart-grace must not be shorter than honeypool.pool.owner.dead-after") boolean isRestartGraceNoShorter() {
        return restartGrace.compareTo(deadAfter) >= 0;
    }
}
