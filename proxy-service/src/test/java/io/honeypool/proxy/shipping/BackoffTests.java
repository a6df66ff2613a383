package io.honeypool.proxy.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTests {

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60));

    @Test
    void waitsTwiceAsLongEachTimeUpToTheLongest() {
        assertThat(BACKOFF.after(1, Duration.ZERO, 1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(BACKOFF.after(2, Duration.ZERO, 1)).isEqualTo(Duration.ofSeconds(4));
        assertThat(BACKOFF.after(5, Duration.ZERO, 1)).isEqualTo(Duration.ofSeconds(32));
        assertThat(BACKOFF.after(6, Duration.ZERO, 1)).isEqualTo(Duration.ofSeconds(60));
        assertThat(BACKOFF.after(Integer.MAX_VALUE, Duration.ZERO, 1)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void chanceTakesUpToHalfOfIt() {
        assertThat(BACKOFF.after(3, Duration.ZERO, 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(BACKOFF.after(3, Duration.ZERO, 0.5)).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void neverWaitsLessThanItWasAskedTo() {
        assertThat(BACKOFF.after(1, Duration.ofMinutes(5), 0)).isEqualTo(Duration.ofSeconds(301));
    }
}
