package io.honeypool.pool.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DatabaseClockTests {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final long MILLI = 1_000_000;

    private final AtomicLong nanos = new AtomicLong(-500 * MILLI);
    private final DatabaseClock clock = new DatabaseClock(nanos::get, -510 * MILLI, NOON, -490 * MILLI);

    @Test
    void theAnswerBelongsToTheMiddleOfTheQuestion() {
        assertThat(clock.instant()).isEqualTo(NOON);
    }

    @Test
    void theTimeRunsOnWithoutTheDatabase() {
        nanos.addAndGet(Duration.ofDays(2).toNanos());

        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofDays(2)));
    }

    @Test
    void theTimeIsToTheMicrosecond() {
        nanos.addAndGet(1_999);

        assertThat(clock.instant()).isEqualTo(NOON.plusNanos(1_000));
    }

    @Test
    void aSlowAnswerDoesNotSpoilAQuickOne() {
        sample(NOON.plusMillis(700), 400);

        assertThat(clock.instant()).isEqualTo(NOON);
    }

    @Test
    void aQuickerAnswerCounts() {
        sample(NOON.plusMillis(3), 2);

        assertThat(clock.instant()).isEqualTo(NOON.plusMillis(3));
    }

    @Test
    void aDatabaseWhoseClockWasSetIsFollowedAfterSomeSamples() {
        for (int i = 0; i < 8; i++) {
            sample(NOON.minusSeconds(3_600), 100);
        }

        assertThat(clock.instant()).isEqualTo(NOON.minusSeconds(3_600));
    }

    /** The database said what time it is now; the question took so many milliseconds. */
    private void sample(Instant now, long latency) {
        clock.sampled(nanos.get() - latency * MILLI / 2, now, nanos.get() + latency * MILLI / 2);
    }
}
