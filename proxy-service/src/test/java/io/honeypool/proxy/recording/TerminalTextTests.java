package io.honeypool.proxy.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class TerminalTextTests {

    private final ByteSink sink = new ByteSink();
    private final TerminalText text = new TerminalText();

    @Test
    void textIsKeptAsItIs() {
        assertThat(read("plain \"quoted\" back\\slash\r\n\t\u0007\u007f ä € 😀"))
                .isEqualTo("plain \"quoted\" back\\slash\r\n\t\u0007\u007f ä € 😀");
    }

    @Test
    void aCharacterInTwoPiecesStandsWithTheSecond() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);

        text.put(Arrays.copyOf(euro, 2), sink);
        assertThat(taken()).isEmpty();
        assertThat(text.isBegun()).isTrue();
        text.put(Arrays.copyOfRange(euro, 2, 3), sink);

        assertThat(taken()).isEqualTo("€");
    }

    @Test
    void whatIsNeverCompletedIsNotLost() {
        text.put(new byte[] {'a', (byte) 0xe2, (byte) 0x82}, sink);
        text.end(sink);

        assertThat(taken()).isEqualTo("a" + Character.toString(0x10fee2) + Character.toString(0x10fe82));
    }

    @ParameterizedTest
    @CsvSource({
        "80",
        "ff",
        "c0af",
        "c1bf",
        "e09fbf",
        "eda080",
        "f08fbfbf",
        "f4908080",
        "f5808080",
        "e28241",
        "f48fb880",
        "f48fbbbf"
    })
    void whatIsNoCharacterStandsByteForByte(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        text.put(bytes, sink);
        text.end(sink);
        String json = taken();

        assertThat(json.codePoints().filter(c -> c >= 0x80)).allMatch(c -> c >> 8 == 0x10fe);
        assertThat(TerminalText.bytesOf(json)).isEqualTo(bytes);
    }

    @Test
    void bytesInPiecesOfAnySizeComeBackAsTheyWere() {
        Random random = new Random(7);
        byte[] alphabet = HexFormat.of().parseHex("00070a0d1b2022415c7f80bfc0c2c3e0e2edf0f4ff8fb8829f");
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)];
            }
            ByteArrayOutputStream back = new ByteArrayOutputStream();
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(7));
                text.put(Arrays.copyOfRange(bytes, from, to), sink);
                back.writeBytes(TerminalText.bytesOf(taken()));
                from = to;
            }
            text.end(sink);
            back.writeBytes(TerminalText.bytesOf(taken()));
            assertThat(back.toByteArray()).as(HexFormat.of().formatHex(bytes)).isEqualTo(bytes);
        }
    }

    private String read(String whole) {
        text.put(whole.getBytes(StandardCharsets.UTF_8), sink);
        return taken();
    }

    /** What the JSON string means. */
    private String taken() {
        ByteBuffer bytes = sink.take();
        String inside = StandardCharsets.UTF_8.decode(bytes).toString();
        return JsonMapper.shared().readTree("\"" + inside + "\"").asString();
    }
}
