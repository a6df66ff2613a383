package io.honeypool.proxy.ssh.crypto;

import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * {@code aes128-ctr} and its kin (RFC 4344, section 4) over the JDK's AES. The JDK copies all of its input to memory of
 * its own when it is told to put the output in the same place, which is what MINA tells it; this goes by a small block
 * that stays in the processor's cache. Not thread-safe, as a session has one for each direction.
 */
public final class AesCounterMode implements Cipher {

    private static final int BLOCK_BYTES = 16;
    private static final int MOST_AT_ONCE = 8192;
    private static final String TRANSFORMATION = "AES/CTR/NoPadding";

    private final int keyBytes;
    private javax.crypto.@Nullable Cipher cipher;
    private byte[] output = {};

    private AesCounterMode(int keyBytes) {
        this.keyBytes = keyBytes;
    }

    /** Makes the cipher of a name, or says that it is none of these. */
    public static @Nullable NamedFactory<Cipher> factory(String name) {
        return switch (name) {
            case "aes128-ctr" -> new Factory(name, 16);
            case "aes192-ctr" -> new Factory(name, 24);
            case "aes256-ctr" -> new Factory(name, 32);
            default -> null;
        };
    }

    @Override
    public void init(Mode direction, byte[] key, byte[] iv) throws GeneralSecurityException {
        javax.crypto.Cipher aes = javax.crypto.Cipher.getInstance(TRANSFORMATION);
        int mode = direction == Mode.Encrypt ? javax.crypto.Cipher.ENCRYPT_MODE : javax.crypto.Cipher.DECRYPT_MODE;
        aes.init(mode, new SecretKeySpec(key, 0, keyBytes, "AES"), new IvParameterSpec(iv, 0, BLOCK_BYTES));
        cipher = aes;
    }

    /** Whole blocks, as all of the protocol's packets are. */
    @Override
    public void update(byte[] data, int offset, int length) throws GeneralSecurityException {
        javax.crypto.Cipher aes = Objects.requireNonNull(cipher, "a cipher without a key");
        if (output.length < Math.min(length, MOST_AT_ONCE)) {
            output = new byte[Math.min(length, MOST_AT_ONCE)];
        }
        int end = offset + length;
        for (int at = offset; at < end; at += MOST_AT_ONCE) {
            int count = aes.update(data, at, Math.min(end - at, MOST_AT_ONCE), output, 0);
            System.arraycopy(output, 0, data, at, count);
        }
    }

    @Override
    public void updateAAD(byte[] data, int offset, int length) {
        throw new UnsupportedOperationException("counter mode authenticates nothing");
    }

    @Override
    public String getAlgorithm() {
        return "AES";
    }

    @Override
    public String getTransformation() {
        return TRANSFORMATION;
    }

    @Override
    public int getIVSize() {
        return BLOCK_BYTES;
    }

    @Override
    public int getAuthenticationTagSize() {
        return 0;
    }

    @Override
    public int getCipherBlockSize() {
        return BLOCK_BYTES;
    }

    @Override
    public int getKdfSize() {
        return keyBytes;
    }

    @Override
    public int getKeySize() {
        return keyBytes * Byte.SIZE;
    }

    private record Factory(String name, int keyBytes) implements NamedFactory<Cipher> {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public Cipher create() {
            return new AesCounterMode(keyBytes);
        }
    }
}
