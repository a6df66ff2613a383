package io.honeypool.pool.failpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.honeypool.pool.settings.StartupFailure;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailPointsTests {

    private final AtomicInteger ends = new AtomicInteger();

    @ParameterizedTest
    @EnumSource
    void reachWithoutAnArmedStepDoesNothing(Step step) {
        armed(null, null).reach(step);

        assertThat(ends).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void reachOfTheArmedStepAloneEndsTheProcess(Step step) {
        FailPoints points = armed(step.name(), null);

        for (Step other : Step.values()) {
            if (other != step) {
                points.reach(other);
            }
        }
        assertThat(ends).hasValue(0);
        points.reach(step);
        assertThat(ends).hasValue(1);
    }

    @Test
    void reachLetsPassesGoBy() {
        FailPoints points = armed("LEASE_COMMITTED", "2");

        points.reach(Step.LEASE_COMMITTED);
        points.reach(Step.RELEASE_COMMITTED);
        points.reach(Step.LEASE_COMMITTED);
        assertThat(ends).hasValue(0);
        points.reach(Step.LEASE_COMMITTED);
        assertThat(ends).hasValue(1);
    }

    @Test
    void anUnknownStepFailsTheStart() {
        assertThatExceptionOfType(StartupFailure.class)
                .isThrownBy(() -> armed("LEASE_CLAIMD", null))
                .withMessageContaining("honeypool.fail-point names no step: LEASE_CLAIMD")
                .satisfies(failure -> assertThat(failure.action()).contains("LEASE_COMMITTED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "many"})
    void aNumberOfPassesThatIsNoneFailsTheStart(String passes) {
        assertThatExceptionOfType(StartupFailure.class)
                .isThrownBy(() -> armed("LEASE_COMMITTED", passes))
                .withMessageContaining("honeypool.fail-point.skip");
    }

    private FailPoints armed(@Nullable String step, @Nullable String skip) {
        return new FailPoints(step, skip, ends::incrementAndGet);
    }
}
