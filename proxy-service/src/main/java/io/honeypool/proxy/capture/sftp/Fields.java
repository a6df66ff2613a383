package io.honeypool.proxy.capture.sftp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads fields of a packet one after the other; what is not there is zero or empty, and what is cut is cut. */
record Fields(ByteBuffer bytes) {

    private static final long NOWHERE = Long.MAX_VALUE / 2;

    int number() {
        return bytes.remaining() < Integer.BYTES ? end() : bytes.getInt();
    }

    long longNumber() {
        return bytes.remaining() < Long.BYTES ? end() : bytes.getLong();
    }

    /** A place in a file. One that no file has is far behind every limit, and counting on from it stays there. */
    long offset() {
        long offset = longNumber();
        return offset < 0 || offset > NOWHERE ? NOWHERE : offset;
    }

    int one() {
        return bytes.hasRemaining() ? bytes.get() & 0xff : 0;
    }

    /** Bytes, each as the character that has its number. */
    String string() {
        int length = number();
        byte[] content = new byte[length < 0 ? bytes.remaining() : Math.min(length, bytes.remaining())];
        bytes.get(content);
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    private int end() {
        bytes.position(bytes.limit());
        return 0;
    }
}
