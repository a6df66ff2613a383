package io.honeypool.proxy.capture.file;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that are collected up to a limit; what is beyond is counted and gone. Not thread-safe. */
public final class Bytes {

    private static final int FIRST_SIZE = 64;

    private final int most;
    private byte[] bytes = new byte[FIRST_SIZE];
    private int length;
    private boolean cut;

    public Bytes(int most) {
        this.most = most;
    }

    /** Adds a byte. */
    public void add(byte b) {
        if (length == most) {
            cut = true;
            return;
        }
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(most, 2 * length));
        }
        bytes[length++] = b;
    }

    /** Adds the next bytes of a buffer, which are consumed. */
    public void add(ByteBuffer from, int count) {
        int taken = Math.min(count, most - length);
        if (length + taken > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(length + taken, 2 * bytes.length)));
        }
        from.get(bytes, length, taken);
        length += taken;
        if (taken < count) {
            cut = true;
            from.position(from.position() + count - taken);
        }
    }

    /** Forgets the last bytes, as many as there are. */
    public void removeLast(int count) {
        length = Math.max(0, length - count);
    }

    /** How many there are. */
    public int length() {
        return length;
    }

    /** Whether some did not find room. */
    public boolean isCut() {
        return cut;
    }

    /** One of them. */
    public byte at(int index) {
        return bytes[index];
    }

    /** All of them; valid until the next change. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, 0, length).slice();
    }

    /** A copy of them. */
    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Forgets all of them, and gives back memory if it is much. */
    public void clear() {
        length = 0;
        cut = false;
        if (bytes.length > 16 * FIRST_SIZE) {
            bytes = new byte[FIRST_SIZE];
        }
    }
}
