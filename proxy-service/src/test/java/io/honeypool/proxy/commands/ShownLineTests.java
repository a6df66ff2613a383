package io.honeypool.proxy.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownLineTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "abc|abc",
                "abc\\rX|Xbc",
                "abc\\b\\bX|aXc",
                "ls\\b\\b\\e[Kid|id",
                "\\e]0;title\\aroot@h:~# |root@h:~#",
                "\\e[?2004h\\e[01;32mx\\e[0m|x",
                "abcd\\b\\b\\e[P|abd",
                "ad\\b\\e[2@bc|abcd",
                "abc\\e[1D\\e[1Px|abx",
                "ab\\e[5Gc|abc",
                "\\r\\0x|x"
            })
    void controlsAreDone(String output, String shown) {
        String bytes = output.replace("\\r", "\r")
                .replace("\\b", "\b")
                .replace("\\e", "\33")
                .replace("\\a", "\7")
                .replace("\\0", "\0");
        ShownLine line = new ShownLine();
        for (byte b : bytes.getBytes(StandardCharsets.UTF_8)) {
            assertThat(line.write(b)).isFalse();
        }

        assertThat(line.text().strip()).isEqualTo(shown);
    }

    @Test
    void aLineEndsAndTheNextBegins() {
        ShownLine line = new ShownLine();
        line.write((byte) 'a');
        assertThat(line.write((byte) '\n')).isTrue();
        assertThat(line.text()).isEqualTo("a");
        line.clear();
        line.write((byte) 'b');

        assertThat(line.text()).isEqualTo("b");
    }

    @Test
    void anyBytesAreTakenAndItStaysBounded() {
        Random random = new Random(48);
        ShownLine line = new ShownLine();
        for (int i = 0; i < 2_000_000; i++) {
            byte b = (byte) (random.nextInt(4) == 0 ? 0x1b : random.nextInt(3) == 0 ? '[' : random.nextInt());
            line.write(b == '\n' ? (byte) 'x' : b);
            assertThat(line.column()).isBetween(0, 4096);
        }
        assertThat(line.bytes()).hasSizeLessThanOrEqualTo(4096);
    }
}
