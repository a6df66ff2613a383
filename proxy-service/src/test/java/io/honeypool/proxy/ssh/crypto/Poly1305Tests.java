package io.honeypool.proxy.ssh.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.apache.sshd.common.mac.Poly1305Mac;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Poly1305Tests {

    /** Section 2.5.2 of RFC 8439, and the cases of its appendix A.3 where sums wrap. */
    @ParameterizedTest
    @CsvSource({
        "85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b,"
                + "43727970746f6772617068696320466f72756d2052657365617263682047726f7570,"
                + "a8061dc1305136c6c22b8baf0c0127a9",
        "0200000000000000000000000000000000000000000000000000000000000000,"
                + "ffffffffffffffffffffffffffffffff,"
                + "03000000000000000000000000000000",
        "02000000000000000000000000000000ffffffffffffffffffffffffffffffff,"
                + "02000000000000000000000000000000,"
                + "03000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000,"
                + "fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff11000000000000000000000000000000,"
                + "05000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000,"
                + "fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe01010101010101010101010101010101,"
                + "00000000000000000000000000000000",
        "0200000000000000000000000000000000000000000000000000000000000000,"
                + "fdffffffffffffffffffffffffffffff,"
                + "faffffffffffffffffffffffffffffff",
    })
    void tagsAreThoseOfTheStandard(String key, String message, String tag) {
        byte[] text = HexFormat.of().parseHex(message);

        assertThat(tag(HexFormat.of().parseHex(key), text, text.length)).isEqualTo(tag);
    }

    @Test
    void tagsOfAnyLengthAreThoseOfAnotherMaker() throws Exception {
        Random random = new Random(1305);
        for (int length = 0; length < 300; length++) {
            byte[] key = new byte[32];
            byte[] message = new byte[length];
            random.nextBytes(key);
            random.nextBytes(message);
            Poly1305Mac other = new Poly1305Mac();
            other.init(key);
            other.update(message, 0, length);

            assertThat(tag(key, message, 1 + random.nextInt(40)))
                    .isEqualTo(HexFormat.of().formatHex(other.doFinal()));
        }
    }

    private static String tag(byte[] key, byte[] message, int piece) {
        Poly1305 poly = new Poly1305();
        poly.init(key);
        for (int at = 0; at < message.length; at += piece) {
            poly.update(message, at, Math.min(piece, message.length - at));
        }
        byte[] tag = new byte[16];
        poly.finish(tag, 0);
        return HexFormat.of().formatHex(tag);
    }
}
