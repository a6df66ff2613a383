package io.honeypool.proxy.lease;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinStringTests {

    private static final String REST = "/" + "F".repeat(43) + "/" + "T".repeat(43);

    @Test
    void readsItsParts() {
        assertThat(JoinString.parse(" honeypool-join:edge-1@pool.example:8422" + REST + "\n"))
                .hasValueSatisfying(join -> {
                    assertThat(join.name()).isEqualTo("edge-1");
                    assertThat(join.url()).hasToString("https://pool.example:8422");
                    assertThat(join.fingerprint()).isEqualTo("F".repeat(43));
                    assertThat(join.token()).isEqualTo("T".repeat(43));
                    assertThat(join.toString()).doesNotContain(join.token());
                });
    }

    @Test
    void anAddressMayBeOfVersion6() {
        assertThat(JoinString.parse("honeypool-join:edge-1@[2001:db8::1]:8422" + REST))
                .hasValueSatisfying(join -> assertThat(join.url().getHost()).isEqualTo("[2001:db8::1]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "honeypool-join:",
                "edge-1@pool:8422",
                "honeypool-join:edge-1@pool/8422",
                "honeypool-join:edge 1@pool:8422",
                "honeypool-join:edge/1@pool:8422",
                "honeypool-join:@pool:8422",
                "honeypool-join:edge-1@pool",
                "honeypool-join:edge-1@po ol:8422",
                "honeypool-join:edge-1@x@pool:8422",
                "honeypool-join:edge-1@pool:84222222"
            })
    void nothingElseIsOne(String start) {
        assertThat(JoinString.parse(start + REST)).isEmpty();
    }

    @Test
    void onesThatWereCutShortAreNone() {
        String whole = "honeypool-join:edge-1@pool.example:8422" + REST;
        for (int length = 0; length < whole.length(); length++) {
            assertThat(JoinString.parse(whole.substring(0, length))).isEmpty();
        }
    }
}
