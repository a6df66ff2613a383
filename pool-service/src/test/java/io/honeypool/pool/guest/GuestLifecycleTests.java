package io.honeypool.pool.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuestLifecycleTests {

    @ParameterizedTest
    @EnumSource(GuestState.class)
    void everyStepThatIsNotInTheTableThrows(GuestState from) {
        for (GuestState to : GuestState.values()) {
            if (GuestLifecycle.successors(from).contains(to)) {
                assertThatCode(() -> GuestLifecycle.check(from, to)).doesNotThrowAnyException();
            } else {
                assertThatExceptionOfType(IllegalTransitionException.class)
                        .isThrownBy(() -> GuestLifecycle.check(from, to))
                        .withMessageContaining(from.name())
                        .withMessageContaining(to.name());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(GuestState.class)
    void everyLiveGuestCanComeToAnEnd(GuestState start) {
        Set<GuestState> reached = EnumSet.of(start);
        Deque<GuestState> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            GuestLifecycle.successors(open.pop()).stream().filter(reached::add).forEach(open::push);
        }

        assertThat(reached).anyMatch(state -> !state.isLive());
    }

    @Test
    void onlyAnUnusedLeaseLeadsBackToReady() {
        assertThat(EnumSet.allOf(GuestState.class))
                .filteredOn(state -> GuestLifecycle.successors(state).contains(GuestState.READY))
                .containsExactly(GuestState.PROVISIONING, GuestState.LEASED);
    }
}
