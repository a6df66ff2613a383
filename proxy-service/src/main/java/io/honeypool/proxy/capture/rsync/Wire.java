package io.honeypool.proxy.capture.rsync;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads rsync's numbers and strings (io.c); {@link BufferUnderflowException} says that more bytes have to come. */
record Wire(ByteBuffer bytes) {

    private static final int NO_NUMBER = 0;

    Wire {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    int one() {
        return bytes.get() & 0xff;
    }

    int two() {
        return bytes.getShort() & 0xffff;
    }

    int four() {
        return bytes.getInt();
    }

    void skip(int count) {
        if (count < 0 || count > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        bytes.position(bytes.position() + count);
    }

    /** A number of one to five bytes, of which the first one tells how many follow. */
    int varint() {
        return (int) varlong(1);
    }

    /** A number of some bytes at least. */
    long varlong(int least) {
        int first = one();
        long value = 0;
        int shift = 0;
        for (int i = 1; i < least; i++) {
            value |= (long) one() << shift;
            shift += Byte.SIZE;
        }
        int extra = extra(first);
        for (int i = 0; i < extra; i++) {
            value |= shift < Long.SIZE ? (long) one() << shift : NO_NUMBER & one();
            shift += Byte.SIZE;
        }
        long top = first & ((1 << (Byte.SIZE - extra)) - 1);
        return shift < Long.SIZE ? value | top << shift : value;
    }

    /** How many bytes follow for the ones at the top of the first byte. */
    private static int extra(int first) {
        if (first < 0x80) {
            return 0;
        }
        return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : first < 0xfc ? 5 : 6;
    }

    /** Bytes, each as the character that has its number. */
    String string(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] content = new byte[length];
        bytes.get(content);
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    /** A string behind its length in one byte or two. */
    String vstring() {
        int length = one();
        return string(length < 0x80 ? length : (length & 0x7f) << Byte.SIZE | one());
    }
}
