package io.honeypool.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoginRateTests {

    private static final long BEGIN = -5;

    private final LoginRate rate = new LoginRate(60, 3);

    @Test
    void aMinutesTriesMayComeAtOnceAndThenOneASecond() {
        for (int i = 0; i < 60; i++) {
            assertThat(rate.take("a", BEGIN)).isTrue();
        }
        assertThat(rate.take("a", BEGIN)).isFalse();
        assertThat(rate.take("a", BEGIN + TimeUnit.MILLISECONDS.toNanos(900))).isFalse();
        assertThat(rate.take("a", BEGIN + TimeUnit.MILLISECONDS.toNanos(1100))).isTrue();
        assertThat(rate.take("a", BEGIN + TimeUnit.MILLISECONDS.toNanos(1200))).isFalse();
    }

    @Test
    void aLongRestIsWorthAMinuteAtMost() {
        assertThat(rate.take("a", BEGIN)).isTrue();
        long later = BEGIN + TimeUnit.DAYS.toNanos(9);

        for (int i = 0; i < 60; i++) {
            assertThat(rate.take("a", later)).isTrue();
        }
        assertThat(rate.take("a", later)).isFalse();
    }

    @Test
    void sourcesDoNotTakeFromEachOther() {
        for (int i = 0; i < 61; i++) {
            rate.take("a", BEGIN);
        }

        assertThat(rate.take("b", BEGIN)).isTrue();
    }

    @Test
    void whoeverTriedLongestAgoIsForgottenFirst() {
        for (int i = 0; i < 61; i++) {
            rate.take("a", BEGIN);
        }
        rate.take("b", BEGIN);
        rate.take("c", BEGIN);
        assertThat(rate.take("a", BEGIN)).isFalse();

        rate.take("d", BEGIN);

        assertThat(rate.size()).isEqualTo(3);
        assertThat(rate.take("a", BEGIN)).isFalse();
    }
}
