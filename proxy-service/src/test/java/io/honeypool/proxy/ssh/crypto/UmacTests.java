package io.honeypool.proxy.ssh.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.sshd.common.mac.Mac;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of RFC 4418's appendix, which give the first 96 of 128 bits of the longest tag. */
class UmacTests {

    private static final byte[] KEY = "abcdefghijklmnop".getBytes(StandardCharsets.US_ASCII);

    /** {@code bcdefghi}. */
    private static final long NONCE = 0x6263646566676869L;

    @ParameterizedTest
    @CsvSource({
        "a, 0, 6E155FAD26900BE1, 32FEDB100C79AD58F07FF764",
        "a, 3, 44B5CB542F220104, 185E4FE905CBA7BD85E4C2DC",
        "a, 1024, 26BF2F5D60118BD9, 7A54ABE04AF82D60FB298C3C",
        "a, 32768, 27F8EF643B0D118D, 7B136BD911E4B734286EF2BE",
        "a, 1048576, A4477E87E9F55853, F8ACFA3AC31CFEEA047F7B11",
        "abc, 1, D4D7B9F6BD4FBFCF, 883C3D4B97A61976FFCF2323",
        "abc, 500, D4CF26DDEFD5C01A, 8824A260C53C66A36C9260A6",
    })
    void tagsAreThoseOfTheStandard(String text, int times, String tag64, String tag96) throws Exception {
        byte[] message = text.repeat(times).getBytes(StandardCharsets.US_ASCII);

        assertThat(tag(new Umac(8, false), message, message.length)).isEqualTo(tag64);
        assertThat(tag(new Umac(16, false), message, message.length)).startsWith(tag96);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 1023, 1024, 1025, 4000})
    void aMessageMayComeInPieces(int piece) throws Exception {
        byte[] message = "abc".repeat(2000).getBytes(StandardCharsets.US_ASCII);

        assertThat(tag(new Umac(16, false), message, piece))
                .isEqualTo(tag(new Umac(16, false), message, message.length));
    }

    @Test
    void oneMacServesOneMessageAfterTheOther() throws Exception {
        byte[] message = "abc".getBytes(StandardCharsets.US_ASCII);
        Umac umac = new Umac(8, false);
        tag(umac, new byte[5000], 5000);

        assertThat(tag(umac, message, 3)).isEqualTo("D4D7B9F6BD4FBFCF");
    }

    @Test
    void opensshsNamesAreKnown() {
        Mac mac =
                Objects.requireNonNull(Umac.factory("umac-128-etm@openssh.com")).create();

        assertThat(mac.getBlockSize()).isEqualTo(16);
        assertThat(mac.isEncryptThenMac()).isTrue();
        assertThat(Umac.factory("hmac-sha2-256")).isNull();
    }

    private static String tag(Umac umac, byte[] message, int piece) throws Exception {
        umac.init(KEY);
        umac.nonce(NONCE);
        for (int at = 0; at < message.length; at += piece) {
            umac.update(message, at, Math.min(piece, message.length - at));
        }
        byte[] tag = new byte[umac.getBlockSize()];
        umac.doFinal(tag, 0);
        return HexFormat.of().withUpperCase().formatHex(tag);
    }
}
