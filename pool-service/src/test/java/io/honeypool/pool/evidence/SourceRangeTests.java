package io.honeypool.pool.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceRangeTests {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, 192.0.2.7",
        "192.0.2.7/32, 192.0.2.7, 192.0.2.7",
        "192.0.2.7/24, 192.0.2.0, 192.0.2.255",
        "192.0.2.7/25, 192.0.2.0, 192.0.2.127",
        "192.0.2.200/31, 192.0.2.200, 192.0.2.201",
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255",
        "2001:db8::1/64, 2001:db8:0:0:0:0:0:0, 2001:db8:0:0:ffff:ffff:ffff:ffff",
        "::/0, 0:0:0:0:0:0:0:0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "::ffff:192.0.2.7/24, 192.0.2.0, 192.0.2.255"
    })
    void reachesFromTheLowestToTheHighest(String text, String lowest, String highest) {
        assertThat(SourceRange.parse(text)).isEqualTo(new SourceRange(lowest, highest));
    }

    @Test
    void oneAddressIsSingle() {
        assertThat(SourceRange.parse("192.0.2.7").isSingle()).isTrue();
        assertThat(SourceRange.parse("192.0.2.7/24").isSingle()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/24", "example.org/24", "192.0.2.7/33", "192.0.2.7/-1", "192.0.2.7/999", "2001:db8::/129"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SourceRange.parse(text));
    }
}
