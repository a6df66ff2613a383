package io.honeypool.proxy.ssh.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** The keys that UMAC makes of its one key with AES (RFC 4418, section 3). */
final class UmacKeys {

    static final int KEY_BYTES = 16;
    private static final int BLOCK = 16;

    private final byte[] key;

    UmacKeys(byte[] key) {
        this.key = Arrays.copyOf(key, KEY_BYTES);
    }

    /** {@code KDF(K, index, length)} of section 3.2.1. */
    ByteBuffer derive(int index, int length) throws GeneralSecurityException {
        Cipher aes = aes(key);
        int blocks = (length + BLOCK - 1) / BLOCK;
        ByteBuffer derived = ByteBuffer.allocate(blocks * BLOCK);
        byte[] counter = new byte[BLOCK];
        counter[7] = (byte) index;
        for (int i = 1; i <= blocks; i++) {
            counter[BLOCK - 2] = (byte) (i >>> 8);
            counter[BLOCK - 1] = (byte) i;
            derived.put(aes.doFinal(counter));
        }
        return derived.flip();
    }

    /** The cipher that the pad of a tag is made with (section 3.3.1). */
    Cipher padCipher() throws GeneralSecurityException {
        return aes(derive(0, KEY_BYTES).array());
    }

    private static Cipher aes(byte[] key) throws GeneralSecurityException {
        // One block at a time and never the same one twice: the mode has no say.
        Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        return aes;
    }
}
