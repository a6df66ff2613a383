package io.honeypool.pool.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackOffTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void withoutFailureThereIsNoLimit() {
        assertThat(BackOff.NONE.allowance(NOW)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void afterAFailureOneGuestMayStartOnceTheDelayIsOver() {
        BackOff once = BackOff.NONE.failedAt(NOW);

        assertThat(once.allowance(NOW.plusSeconds(4))).isZero();
        assertThat(once.allowance(NOW.plusSeconds(5))).isEqualTo(1);
    }

    @Test
    void theDelayDoublesUpToFiveMinutes() {
        BackOff backOff = BackOff.NONE;
        for (int seconds : new int[] {5, 10, 20, 40, 80, 160, 300, 300}) {
            backOff = backOff.failedAt(NOW);
            assertThat(backOff.delay()).isEqualTo(Duration.ofSeconds(seconds));
        }
        for (int i = 0; i < 1000; i++) {
            backOff = backOff.failedAt(NOW);
        }
        assertThat(backOff.delay()).isEqualTo(Duration.ofMinutes(5));
    }
}
