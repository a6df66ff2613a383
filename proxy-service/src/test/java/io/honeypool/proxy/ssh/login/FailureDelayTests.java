package io.honeypool.proxy.ssh.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailureDelayTests {

    @Test
    void aPasswordTakesWhatPamTakesGiveOrTakeAQuarter() {
        FailureDelay delay = new FailureDelay(Duration.ofSeconds(2));

        assertThat(Stream.generate(() -> delay.afterPassword("root")).limit(1000))
                .allMatch(taken -> taken.compareTo(Duration.ofMillis(1500)) >= 0)
                .allMatch(taken -> taken.compareTo(Duration.ofMillis(2500)) <= 0);
    }

    @Test
    void anythingElseTakesTheSameForTheSameName() {
        FailureDelay delay = new FailureDelay(Duration.ZERO);

        assertThat(delay.afterOther("root")).isEqualTo(delay.afterOther("root"));
        assertThat(delay.afterPassword("root")).isEqualTo(delay.afterOther("root"));
        assertThat(Stream.iterate(0, i -> i + 1).limit(1000).map(i -> delay.afterOther("user" + i)))
                .allMatch(taken -> taken.compareTo(Duration.ofMillis(5)) >= 0)
                .allMatch(taken -> taken.compareTo(Duration.ofMillis(10)) < 0);
    }
}
