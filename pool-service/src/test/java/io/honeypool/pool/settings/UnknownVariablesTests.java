package io.honeypool.pool.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownVariablesTests {

    private static final Set<String> KEYS = SettingKeys.all();

    @Test
    void knownNamesPass() {
        assertThatCode(() -> UnknownVariables.check(
                        Set.of("HONEYPOOL_POOL_GUESTS_READY", "HOME"),
                        Set.of("honeypool.pool.guests.ready", "user.home"),
                        KEYS))
                .doesNotThrowAnyException();
    }

    @Test
    void whatAProfileSetsForItselfPasses() {
        assertThatCode(() -> UnknownVariables.check(
                        Set.of("HONEYPOOL_POOL_PROFILES_SMALL_BOOTTIMEOUT"),
                        Set.of("honeypool.pool.profiles.small.ready"),
                        KEYS))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(StartupFailure.class)
                .isThrownBy(() -> UnknownVariables.check(Set.of("HONEYPOOL_POOL_PROFILES_SMALL_REDY"), Set.of(), KEYS));
    }

    @Test
    void anUnknownVariableComesWithTheNearestName() {
        assertThatExceptionOfType(StartupFailure.class)
                .isThrownBy(() -> UnknownVariables.check(Set.of("HONEYPOOL_POOL_GUESTS_REDY"), Set.of(), KEYS))
                .withMessageContaining("HONEYPOOL_POOL_GUESTS_REDY")
                .satisfies(failure -> org.assertj.core.api.Assertions.assertThat(failure.action())
                        .contains("HONEYPOOL_POOL_GUESTS_READY"));
    }

    @Test
    void anUnknownPropertyIsNamed() {
        assertThatExceptionOfType(StartupFailure.class)
                .isThrownBy(() -> UnknownVariables.check(Set.of(), Set.of("honeypool.pool.guest.ready"), KEYS))
                .withMessageContaining("honeypool.pool.guest.ready");
    }
}
