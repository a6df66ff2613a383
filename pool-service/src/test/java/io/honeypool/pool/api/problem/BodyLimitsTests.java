package io.honeypool.pool.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BodyLimitsTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void aShortBodyHasItsTimeHoweverMuchCame() {
        BodyLimits limits = BodyLimits.of(16_384, Duration.ofSeconds(5));

        assertThat(limits.isTooSlow(5 * SECOND, 0)).isFalse();
        assertThat(limits.isTooSlow(5 * SECOND + 1, 0)).isTrue();
        assertThat(limits.isTooSlow(6 * SECOND, 16_384)).isTrue();
    }

    @Test
    void aLongBodyHasMoreTimeForAsLongAsItKeepsComing() {
        BodyLimits limits = new BodyLimits(Long.MAX_VALUE, Duration.ofSeconds(30), 1_000);

        assertThat(limits.isTooSlow(31 * SECOND, 999)).isTrue();
        assertThat(limits.isTooSlow(31 * SECOND, 1_000)).isFalse();
        assertThat(limits.isTooSlow(1_030 * SECOND, 1_000_000)).isFalse();
        assertThat(limits.isTooSlow(1_031 * SECOND, 1_000_000)).isTrue();
    }
}
