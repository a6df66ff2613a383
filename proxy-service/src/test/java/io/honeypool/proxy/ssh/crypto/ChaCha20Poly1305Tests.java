package io.honeypool.proxy.ssh.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import org.apache.sshd.common.cipher.ChaCha20Cipher;
import org.apache.sshd.common.cipher.Cipher;
import org.junit.jupiter.api.Test;

/** Checked against MINA's own cipher of that name; the real client's part is played in {@code PersonaIT}. */
class ChaCha20Poly1305Tests {

    private static final byte[] KEY = key();
    private static final byte[] LATE_SEQUENCE_NUMBER = {0, 0, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xfd};

    @Test
    void packetsAreThoseOfAnotherMaker() throws Exception {
        Cipher ours = cipher(new ChaCha20Poly1305(), Cipher.Mode.Encrypt);
        Cipher theirs = cipher(new ChaCha20Cipher(), Cipher.Mode.Encrypt);
        for (int length = 8; length < 2000; length += 56) {
            byte[] packet = packet(length);
            byte[] expected = packet.clone();
            ours.updateWithAAD(packet, 0, 4, length);
            theirs.updateWithAAD(expected, 0, 4, length);

            assertThat(packet).isEqualTo(expected);
        }
    }

    @Test
    void whatAnotherMakerEncryptsIsRead() throws Exception {
        Cipher theirs = cipher(new ChaCha20Cipher(), Cipher.Mode.Encrypt);
        Cipher ours = cipher(new ChaCha20Poly1305(), Cipher.Mode.Decrypt);
        for (int length = 8; length < 40_000; length += 4096) {
            byte[] packet = packet(length);
            byte[] plain = packet.clone();
            theirs.updateWithAAD(packet, 0, 4, length);
            ours.updateAAD(packet, 0, 4);
            ours.update(packet, 4, length);

            assertThat(Arrays.copyOf(packet, 4 + length)).isEqualTo(Arrays.copyOf(plain, 4 + length));
        }
    }

    @Test
    void aChangedPacketIsRefused() throws Exception {
        byte[] packet = packet(64);
        cipher(new ChaCha20Poly1305(), Cipher.Mode.Encrypt).updateWithAAD(packet, 0, 4, 64);
        packet[20] ^= 1;
        Cipher reader = cipher(new ChaCha20Poly1305(), Cipher.Mode.Decrypt);
        reader.updateAAD(packet, 0, 4);

        assertThatExceptionOfType(AEADBadTagException.class).isThrownBy(() -> reader.update(packet, 4, 64));
    }

    private static Cipher cipher(Cipher cipher, Cipher.Mode mode) throws Exception {
        cipher.init(mode, KEY, LATE_SEQUENCE_NUMBER);
        return cipher;
    }

    private static byte[] packet(int length) {
        byte[] packet = new byte[4 + length + 16];
        new Random(length).nextBytes(packet);
        return packet;
    }

    private static byte[] key() {
        byte[] key = new byte[64];
        new Random(20).nextBytes(key);
        return key;
    }
}
