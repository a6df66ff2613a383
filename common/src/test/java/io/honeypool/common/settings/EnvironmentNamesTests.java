package io.honeypool.common.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnvironmentNamesTests {

    private static final List<String> KEYS =
            List.of("honeypool.pool.guests.ready", "honeypool.pool.lease.ipv6-prefix-length");

    @Test
    void aKnownNameIsNotReported() {
        assertThat(EnvironmentNames.unknown(
                        Set.of("HONEYPOOL_POOL_GUESTS_READY", "HONEYPOOL_POOL_LEASE_IPV6PREFIXLENGTH", "PATH"), KEYS))
                .isEmpty();
    }

    @Test
    void anUnknownNameComesWithTheNearestKnownOne() {
        assertThat(EnvironmentNames.unknown(Set.of("HONEYPOOL_POOL_GUESTS_REDY"), KEYS))
                .containsExactly(java.util.Map.entry("HONEYPOOL_POOL_GUESTS_REDY", "HONEYPOOL_POOL_GUESTS_READY"));
    }
}
