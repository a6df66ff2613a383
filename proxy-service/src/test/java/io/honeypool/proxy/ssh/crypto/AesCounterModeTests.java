package io.honeypool.proxy.ssh.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Random;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checked against MINA's own ciphers of these names; the real client's part is played in {@code PersonaIT}. */
class AesCounterModeTests {

    @ParameterizedTest
    @ValueSource(strings = {"aes128-ctr", "aes192-ctr", "aes256-ctr"})
    void packetsAreThoseOfAnotherMaker(String name) throws Exception {
        Cipher ours = begun(ours(name).create(), Cipher.Mode.Encrypt);
        Cipher theirs = begun(theirs(name).create(), Cipher.Mode.Encrypt);
        Cipher reader = begun(ours(name).create(), Cipher.Mode.Decrypt);
        for (int length : new int[] {16, 8192, 32, 8208, 48, 35_008, 16, 262_144}) {
            byte[] plain = random(7 + length + 9);
            byte[] packet = plain.clone();
            byte[] expected = plain.clone();
            ours.update(packet, 7, length);
            theirs.update(expected, 7, length);

            assertThat(packet).isEqualTo(expected).isNotEqualTo(plain);

            reader.update(packet, 7, length);
            assertThat(packet).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes128-ctr", "aes192-ctr", "aes256-ctr"})
    void sizesAreThoseOfAnotherMaker(String name) {
        Cipher ours = ours(name).create();
        Cipher theirs = theirs(name).create();
        assertThat(ours(name).getName()).isEqualTo(name);
        assertThat(ours.getKdfSize()).isEqualTo(theirs.getKdfSize());
        assertThat(ours.getKeySize()).isEqualTo(theirs.getKeySize());
        assertThat(ours.getIVSize()).isEqualTo(theirs.getIVSize());
        assertThat(ours.getCipherBlockSize()).isEqualTo(theirs.getCipherBlockSize());
        assertThat(ours.getAuthenticationTagSize()).isEqualTo(theirs.getAuthenticationTagSize());
        assertThat(ours.getAlgorithm()).isEqualTo(theirs.getAlgorithm());
        assertThat(ours.getTransformation()).isEqualTo(theirs.getTransformation());
    }

    @Test
    void otherNamesAreNotItsOwn() {
        assertThat(AesCounterMode.factory("aes256-cbc")).isNull();
    }

    private static NamedFactory<Cipher> ours(String name) {
        return Objects.requireNonNull(AesCounterMode.factory(name));
    }

    private static NamedFactory<Cipher> theirs(String name) {
        return BuiltinCiphers.fromFactoryName(name);
    }

    /** MINA hands over more of the key and of the vector than a cipher asks for. */
    private static Cipher begun(Cipher cipher, Cipher.Mode mode) throws Exception {
        cipher.init(mode, random(64), random(32));
        return cipher;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
