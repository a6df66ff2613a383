package io.honeypool.proxy.ssh.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.mac.Mac;
import org.jspecify.annotations.Nullable;

/**
 * UMAC (RFC 4418) as OpenSSH uses it for {@code umac-64@openssh.com} and its kin: the nonce is the packet's sequence
 * number in 64 bits. Not thread-safe, as a session has one for each direction.
 */
public final class Umac implements Mac {

    private static final int NONCE_AT = Integer.BYTES;

    private final int tagBytes;
    private final boolean encryptThenMac;
    private final UmacStream[] streams;
    private final byte[] block = new byte[UmacStream.BLOCK];
    private final byte[] padInput = new byte[UmacKeys.KEY_BYTES];
    private final byte[] pad = new byte[UmacKeys.KEY_BYTES];
    private @Nullable Cipher padCipher;
    private int held;
    private boolean empty = true;

    Umac(int tagBytes, boolean encryptThenMac) {
        this.tagBytes = tagBytes;
        this.encryptThenMac = encryptThenMac;
        this.streams = new UmacStream[tagBytes / Integer.BYTES];
    }

    /** Makes the MAC of a name, or says that it is none of these. */
    public static @Nullable NamedFactory<Mac> factory(String name) {
        return switch (name) {
            case "umac-64@openssh.com" -> new Factory(name, 8, false);
            case "umac-128@openssh.com" -> new Factory(name, 16, false);
            case "umac-64-etm@openssh.com" -> new Factory(name, 8, true);
            case "umac-128-etm@openssh.com" -> new Factory(name, 16, true);
            default -> null;
        };
    }

    @Override
    public void init(byte[] key) throws GeneralSecurityException {
        UmacKeys keys = new UmacKeys(key);
        padCipher = keys.padCipher();
        int count = streams.length;
        ByteBuffer layer1 = keys.derive(1, UmacStream.BLOCK + (count - 1) * 16);
        ByteBuffer layer2 = keys.derive(2, count * 24);
        ByteBuffer layer3 = keys.derive(3, count * 64);
        ByteBuffer masks = keys.derive(4, count * Integer.BYTES);
        for (int i = 0; i < count; i++) {
            streams[i] = new UmacStream(
                    layer1.position(i * 16), layer2.position(i * 24), layer3.position(i * 64), masks.position(i * 4));
        }
    }

    /** Takes the packet's sequence number, which is the nonce and not part of the message. */
    @Override
    public void updateUInt(long sequenceNumber) {
        nonce(sequenceNumber & 0xffffffffL);
    }

    void nonce(long nonce) {
        ByteBuffer.wrap(padInput).putLong(0, nonce);
    }

    @Override
    public void update(byte[] data, int offset, int length) {
        int at = offset;
        int end = offset + length;
        empty &= length == 0;
        if (held > 0) {
            int taken = Math.min(block.length - held, length);
            System.arraycopy(data, at, block, held, taken);
            held += taken;
            at += taken;
            if (held < block.length) {
                return;
            }
            hash(block, 0, block.length);
            held = 0;
        }
        for (; end - at >= block.length; at += block.length) {
            hash(data, at, block.length);
        }
        System.arraycopy(data, at, block, 0, end - at);
        held = end - at;
    }

    @Override
    public void doFinal(byte[] tag, int offset) throws GeneralSecurityException {
        if (held > 0 || empty) {
            Arrays.fill(block, held, Math.min(block.length, held + 32), (byte) 0);
            hash(block, 0, held);
        }
        int padAt = makePad();
        for (int i = 0; i < streams.length; i++) {
            int word = streams[i].hash() ^ ByteBuffer.wrap(pad).getInt(padAt + i * Integer.BYTES);
            ByteBuffer.wrap(tag).putInt(offset + i * Integer.BYTES, word);
            streams[i].reset();
        }
        held = 0;
        empty = true;
    }

    /** Section 3.3.1: a short tag takes the half of the pad that the nonce's last bit names. */
    private int makePad() throws ShortBufferException, GeneralSecurityException {
        int last = NONCE_AT + 3;
        int half = tagBytes == 8 ? padInput[last] & 1 : 0;
        padInput[last] = (byte) (padInput[last] ^ half);
        Objects.requireNonNull(padCipher, "a MAC without a key").doFinal(padInput, 0, padInput.length, pad, 0);
        return half * tagBytes;
    }

    private void hash(byte[] data, int offset, int length) {
        for (UmacStream stream : streams) {
            stream.block(data, offset, length);
        }
    }

    @Override
    public String getAlgorithm() {
        return "UMAC-" + tagBytes * 8;
    }

    /** Length of the tag; what MINA calls the block. */
    @Override
    public int getBlockSize() {
        return tagBytes;
    }

    @Override
    public int getDefaultBlockSize() {
        return tagBytes;
    }

    @Override
    public boolean isEncryptThenMac() {
        return encryptThenMac;
    }

    private record Factory(String name, int tagBytes, boolean encryptThenMac) implements NamedFactory<Mac> {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public Mac create() {
            return new Umac(tagBytes, encryptThenMac);
        }
    }
}
