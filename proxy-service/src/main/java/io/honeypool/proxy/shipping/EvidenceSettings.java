package io.honeypool.proxy.shipping;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Whether the pool gets artifacts and recordings.
 *
 * @param enabled whether it does; when unset it is where the pool gets events
 * @param rate bytes a second that go there at most; zero for any number
 */
public record EvidenceSettings(
        @Nullable Boolean enabled,
        @DefaultValue("1MB") @NotNull DataSize rate) {

    /** A pool cuts off what comes at less than half of this. */
    private static final DataSize LOWEST = DataSize.ofKilobytes(32);

    @AssertTrue(message = "rate must be 32KB or more, or 0 for no limit") boolean isRateUsable() {
        return rate == null || rate.toBytes() == 0 || rate.compareTo(LOWEST) >= 0;
    }
}
