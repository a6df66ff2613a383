package io.honeypool.pool.guestfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GuestPathTests {

    @Test
    void plainTextStaysAsItIs() {
        assertThat(GuestPath.of("/tmp/é 中 😀 'x'").text()).isEqualTo("/tmp/é 中 😀 'x'");
    }

    @Test
    void whatCannotBeSeenIsEscaped() {
        assertThat(GuestPath.of("/a\nb\t\u202egpj\\").text()).isEqualTo("/a\\x0ab\\x09\\xe2\\x80\\xaegpj\\\\");
    }

    @Test
    void whatIsNoUtf8IsEscapedByteByByte() {
        assertThat(new GuestPath(new byte[] {'/', (byte) 0xff, (byte) 0xc3, 'a', (byte) 0xe4, (byte) 0xb8}).text())
                .isEqualTo("/\\xff\\xc3a\\xe4\\xb8");
    }

    @Test
    void aDirectoryIsNoPrefixOfANameBesideIt() {
        GuestPath log = GuestPath.of("/var/log");

        assertThat(GuestPath.of("/var/log/x").isWithin(log)).isTrue();
        assertThat(log.isWithin(log)).isTrue();
        assertThat(GuestPath.of("/var/logx").isWithin(log)).isFalse();
        assertThat(GuestPath.of("/var").isWithin(log)).isFalse();
    }

    @Test
    void theTextIsOneLineAndTellsTheBytes() {
        Random random = new Random(11);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            String text = new GuestPath(bytes).text();

            assertThat(text.codePoints().noneMatch(Character::isISOControl)).isTrue();
            assertThat(unescape(text)).isEqualTo(bytes);
        }
    }

    private static byte[] unescape(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("\\x", at)) {
                bytes.write(Integer.parseInt(text.substring(at + 2, at + 4), 16));
                at += 4;
            } else {
                at += text.startsWith("\\\\", at) ? 1 : 0;
                int character = text.codePointAt(at);
                bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(character);
            }
        }
        return bytes.toByteArray();
    }
}
