package io.honeypool.proxy.ssh.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The one-time authenticator Poly1305 (RFC 8439, section 2.5) in limbs of 44, 44 and 42 bits: the JDK shows its own
 * only inside an AEAD whose framing is not OpenSSH's. Each key is good for one message.
 */
final class Poly1305 {

    private static final VarHandle LITTLE_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 16;
    private static final long LOW_44 = (1L << 44) - 1;
    private static final long LOW_42 = (1L << 42) - 1;

    /** Two to the 128, which stands above every whole block. */
    private static final long WHOLE = 1L << 40;

    private final byte[] partial = new byte[BLOCK];
    private int held;
    private long r0;
    private long r1;
    private long r2;
    private long h0;
    private long h1;
    private long h2;
    private long padLow;
    private long padHigh;

    /** Begins a message with a key, the first 32 bytes of the array. */
    void init(byte[] key) {
        long low = word(key, 0);
        long high = word(key, 8);
        r0 = low & 0xffc0fffffffL;
        r1 = (low >>> 44 | high << 20) & 0xfffffc0ffffL;
        r2 = (high >>> 24) & 0x00ffffffc0fL;
        padLow = word(key, 16);
        padHigh = word(key, 24);
        h0 = 0;
        h1 = 0;
        h2 = 0;
        held = 0;
    }

    void update(byte[] data, int offset, int length) {
        int at = offset;
        int end = offset + length;
        if (held > 0) {
            int taken = Math.min(BLOCK - held, length);
            System.arraycopy(data, at, partial, held, taken);
            held += taken;
            at += taken;
            if (held < BLOCK) {
                return;
            }
            blocks(partial, 0, BLOCK, WHOLE);
        }
        int whole = (end - at) & -BLOCK;
        blocks(data, at, at + whole, WHOLE);
        at += whole;
        held = end - at;
        System.arraycopy(data, at, partial, 0, held);
    }

    private void blocks(byte[] data, int from, int to, long above) {
        long s1 = r1 * 20;
        long s2 = r2 * 20;
        long a = h0;
        long b = h1;
        long c = h2;
        for (int at = from; at < to; at += BLOCK) {
            long low = word(data, at);
            long high = word(data, at + 8);
            a += low & LOW_44;
            b += (low >>> 44 | high << 20) & LOW_44;
            c += (high >>> 24) | above;
            long low0 = low44(a, r0) + low44(b, s2) + low44(c, s1);
            long low1 = low44(a, r1) + low44(b, r0) + low44(c, s2);
            long low2 = low44(a, r2) + low44(b, r1) + low44(c, r0);
            long high0 = high44(a, r0) + high44(b, s2) + high44(c, s1);
            long high1 = high44(a, r1) + high44(b, r0) + high44(c, s2);
            long high2 = high44(a, r2) + high44(b, r1) + high44(c, r0);
            low1 += high0 + (low0 >>> 44);
            low2 += high1 + (low1 >>> 44);
            a = (low0 & LOW_44) + ((high2 << 2) + (low2 >>> 42)) * 5;
            b = (low1 & LOW_44) + (a >>> 44);
            a &= LOW_44;
            c = low2 & LOW_42;
        }
        h0 = a;
        h1 = b;
        h2 = c;
    }

    private static long low44(long x, long y) {
        return (x * y) & LOW_44;
    }

    private static long high44(long x, long y) {
        return Math.multiplyHigh(x, y) << 20 | (x * y) >>> 44;
    }

    /** Ends the message and writes its tag of 16 bytes. */
    void finish(byte[] tag, int offset) {
        if (held > 0) {
            partial[held] = 1;
            Arrays.fill(partial, held + 1, BLOCK, (byte) 0);
            blocks(partial, 0, BLOCK, 0);
            held = 0;
        }
        carry();
        carry();
        long g0 = h0 + 5;
        long g1 = h1 + (g0 >>> 44);
        long g2 = h2 + (g1 >>> 44) - (1L << 42);
        // All ones if the sum is not below the prime, without a branch on the secret.
        long above = ~(g2 >> 63);
        h0 = (h0 & ~above) | (g0 & LOW_44 & above);
        h1 = (h1 & ~above) | (g1 & LOW_44 & above);
        h2 = (h2 & ~above) | (g2 & above);
        h0 += padLow & LOW_44;
        h1 += ((padLow >>> 44 | padHigh << 20) & LOW_44) + (h0 >>> 44);
        h2 += (padHigh >>> 24) + (h1 >>> 44);
        LITTLE_LONG.set(tag, offset, (h0 & LOW_44) | h1 << 44);
        LITTLE_LONG.set(tag, offset + 8, (h1 & LOW_44) >>> 20 | h2 << 24);
    }

    private void carry() {
        h2 += h1 >>> 44;
        h1 &= LOW_44;
        h0 += (h2 >>> 42) * 5;
        h2 &= LOW_42;
        h1 += h0 >>> 44;
        h0 &= LOW_44;
    }

    private static long word(byte[] data, int offset) {
        return (long) LITTLE_LONG.get(data, offset);
    }
}
