package io.honeypool.proxy.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaceTests {

    private static final long RATE = 1_000_000;
    private static final long BEGINNING = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    /** Over the end of the clock's range, too. */
    @Test
    void noMoreGoesThanMayInAnyTime() {
        Pace pace = new Pace(RATE);
        Random chance = new Random(1);
        long now = BEGINNING;
        long bytes = 0;
        while (bytes < 20 * RATE) {
            int count = 1 + chance.nextInt(pace.chunk(16_384));
            now += pace.delay(count, now) + chance.nextInt(100_000);
            bytes += count;
            double seconds = (now - BEGINNING) / 1e9;

            assertThat((double) bytes).isLessThanOrEqualTo(RATE * seconds + 16_384);
        }
        assertThat(now - BEGINNING).isLessThan(Duration.ofSeconds(30).toNanos());
    }

    @Test
    void whatWasNotUsedIsNotMadeUpFor() {
        Pace pace = new Pace(RATE);
        long hour = Duration.ofHours(1).toNanos();

        assertThat(pace.delay(1000, 0)).isZero();
        assertThat(pace.delay((int) RATE, hour)).isZero();
        assertThat(pace.delay(1, hour)).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void withoutALimitNothingWaits() {
        Pace pace = new Pace(0);

        assertThat(pace.delay(Integer.MAX_VALUE, 0)).isZero();
        assertThat(pace.delay(Integer.MAX_VALUE, 0)).isZero();
        assertThat(pace.chunk(16_384)).isEqualTo(16_384);
    }

    @Test
    void aSlowPaceGoesInSmallSteps() {
        assertThat(new Pace(1000).chunk(16_384)).isEqualTo(250);
        assertThat(new Pace(1).chunk(16_384)).isEqualTo(1);
        assertThat(new Pace(RATE).chunk(16_384)).isEqualTo(16_384);
    }
}
