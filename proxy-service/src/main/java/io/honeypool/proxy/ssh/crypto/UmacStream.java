package io.honeypool.proxy.ssh.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One of the independent hashes that UMAC joins to its tag, 32 bits each: the three layers of RFC 4418, section 5, for
 * messages of less than 16 MiB.
 */
final class UmacStream {

    /** Bytes of one block of the first layer. */
    static final int BLOCK = 1024;

    /** Each block, also the last one, is padded to a multiple of this. */
    private static final int GRAIN = 32;

    private static final VarHandle LITTLE_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long UNSIGNED = 0xffffffffL;

    /** The second layer counts modulo 2^64 - 59, and this is what 2^64 is there. */
    private static final long WRAP = 59;

    private static final long PRIME_64 = -WRAP;
    private static final long LARGE_WORD = 0xffffffff00000000L;
    private static final long POLY_MASK = 0x01ffffff01ffffffL;
    private static final long PRIME_36 = (1L << 36) - 5;

    private final int[] blockKey = new int[BLOCK / Integer.BYTES];
    private final long polyKey;
    private final long[] lastKey = new long[4];
    private final int lastMask;
    private long first;
    private long poly;
    private int blocks;

    /**
     * Takes the keys of the hash.
     *
     * @param layer1 where its block key begins
     * @param layer2 its 24 bytes for the second layer
     * @param layer3 its 64 bytes for the third layer
     * @param mask its 4 bytes that end the third layer
     */
    UmacStream(ByteBuffer layer1, ByteBuffer layer2, ByteBuffer layer3, ByteBuffer mask) {
        layer1.asIntBuffer().get(blockKey);
        polyKey = layer2.getLong() & POLY_MASK;
        for (int i = 0; i < lastKey.length; i++) {
            // The first half meets only zero bytes, because no message here needs the second layer's wider field.
            lastKey[i] = Long.remainderUnsigned(layer3.getLong(layer3.position() + 32 + i * Long.BYTES), PRIME_36);
        }
        lastMask = mask.getInt();
        reset();
    }

    /** Forgets what was hashed. */
    void reset() {
        poly = 1;
        blocks = 0;
    }

    /**
     * Hashes the next block. All but the last one are of {@link #BLOCK} bytes, and the array holds zeros, or the rest
     * of a whole block, up to the next multiple of 32.
     */
    void block(byte[] data, int offset, int length) {
        int end = Math.max(GRAIN, (length + GRAIN - 1) & -GRAIN);
        long sum = length * 8L;
        for (int at = 0; at < end; at += GRAIN) {
            int from = offset + at;
            int key = at / Integer.BYTES;
            sum += product(data, from, key) + product(data, from + 4, key + 1);
            sum += product(data, from + 8, key + 2) + product(data, from + 12, key + 3);
        }
        if (blocks == 0) {
            first = sum;
        }
        poly(sum);
        blocks++;
    }

    private long product(byte[] data, int offset, int key) {
        long left = ((int) LITTLE_INT.get(data, offset) + blockKey[key]) & UNSIGNED;
        long right = ((int) LITTLE_INT.get(data, offset + 16) + blockKey[key + 4]) & UNSIGNED;
        return left * right;
    }

    private void poly(long word) {
        if (Long.compareUnsigned(word, LARGE_WORD) >= 0) {
            poly = step(poly, PRIME_64 - 1);
            poly = step(poly, word - WRAP);
        } else {
            poly = step(poly, word);
        }
    }

    /** {@code key * value + word} modulo the prime. */
    private long step(long value, long word) {
        long low = polyKey * value;
        long sum = low + Math.unsignedMultiplyHigh(polyKey, value) * WRAP;
        if (Long.compareUnsigned(sum, low) < 0) {
            sum += WRAP;
        }
        long result = sum + word;
        if (Long.compareUnsigned(result, sum) < 0) {
            result += WRAP;
        }
        return Long.compareUnsigned(result, PRIME_64) >= 0 ? result + WRAP : result;
    }

    /** The hash of the blocks since the last reset. */
    int hash() {
        long word = blocks <= 1 ? first : poly;
        long sum = 0;
        for (int i = 0; i < lastKey.length; i++) {
            sum += ((word >>> (48 - 16 * i)) & 0xffff) * lastKey[i];
        }
        return (int) (sum % PRIME_36) ^ lastMask;
    }
}
