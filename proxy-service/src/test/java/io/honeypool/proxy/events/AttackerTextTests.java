package io.honeypool.proxy.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttackerTextTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain text | plain text",
                "grüße 你好 \uD83D\uDE00 | grüße 你好 \uD83D\uDE00",
                "a\\b | a\\\\b",
                "line\u2028two | line\\xe2\\x80\\xa8two",
                "over\u202Eride | over\\xe2\\x80\\xaeride"
            })
    void escapeKeepsPrintableTextOnly(String text, String escaped) {
        assertThat(AttackerText.escape(text)).isEqualTo(escaped);
    }

    @Test
    void escapeWritesControlBytesInHexadecimal() {
        assertThat(AttackerText.escape("\r\n\t\0\u001b[2J\u007f")).isEqualTo("\\x0d\\x0a\\x09\\x00\\x1b[2J\\x7f");
    }

    @Test
    void escapeLosesNoByteOfBrokenUtf8() {
        byte[] broken = {'a', (byte) 0xff, (byte) 0xc3, 'b', (byte) 0xe2, (byte) 0x82};

        assertThat(AttackerText.escape(broken)).isEqualTo("a\\xff\\xc3b\\xe2\\x82");
    }

    @Test
    void escapeCutsWhatIsTooLong() {
        String escaped = AttackerText.escape("x".repeat(AttackerText.LIMIT + 1));

        assertThat(escaped).hasSize(AttackerText.LIMIT + 4).endsWith("x\\...");
    }

    @Test
    void escapeSurvivesEveryTwoByteSequence() {
        for (int i = 0; i < 65_536; i++) {
            byte[] bytes = {(byte) (i >> 8), (byte) i};
            assertThat(AttackerText.escape(bytes).getBytes(StandardCharsets.UTF_8))
                    .hasSizeBetween(2, 8);
        }
    }
}
