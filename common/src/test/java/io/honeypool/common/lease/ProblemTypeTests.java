package io.honeypool.common.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTests {

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void everyTypeIsFoundAgainByItsUri(ProblemType type) {
        assertThat(ProblemType.of(type.uri())).contains(type);
    }

    @Test
    void theUriIsStable() {
        assertThat(ProblemType.POOL_EXHAUSTED.uri()).hasToString("urn:honeypool:problem:pool-exhausted");
        assertThat(ProblemType.NETWORK_LIMIT.uri()).hasToString("urn:honeypool:problem:network-limit");
    }

    @Test
    void anUnknownUriIsNoType() {
        assertThat(ProblemType.of(URI.create("about:blank"))).isEmpty();
    }
}
