package io.honeypool.proxy.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

class AttackerTextFuzzTests {

    /**
     * Nothing is lost, nothing can do anything to a terminal or to a line of a log, and it is at most four times as
     * long.
     */
    @FuzzTest
    void escape(byte[] bytes) {
        String escaped = AttackerText.escape(bytes);

        assertThat(unescape(escaped)).isEqualTo(bytes);
        assertThat(escaped.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(bytes.length, 4 * bytes.length);
        assertThat(escaped.codePoints().noneMatch(Character::isISOControl)).isTrue();
        assertThat(escaped.codePoints().noneMatch(AttackerTextFuzzTests::isInvisible))
                .isTrue();
        assertThat(AttackerText.escape(bytes)).isEqualTo(escaped);
    }

    private static boolean isInvisible(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.FORMAT || type == Character.SURROGATE || type == Character.LINE_SEPARATOR;
    }

    private static byte[] unescape(String escaped) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] text = escaped.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < text.length; i++) {
            if (text[i] != '\\') {
                out.write(text[i]);
            } else if (text[i + 1] == '\\') {
                out.write('\\');
                i++;
            } else {
                assertThat(text[i + 1]).isEqualTo((byte) 'x');
                out.write(HexFormat.fromHexDigits(new String(text, i + 2, 2, StandardCharsets.US_ASCII)));
                i += 3;
            }
        }
        return out.toByteArray();
    }
}
