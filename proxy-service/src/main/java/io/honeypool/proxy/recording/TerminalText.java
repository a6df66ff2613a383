package io.honeypool.proxy.recording;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Turns a terminal's bytes, which come in pieces of any size, into the inside of JSON strings, and back, without losing
 * any. Valid UTF-8 is kept as it is. A byte NN that is not part of any becomes the private character U+10FENN; those
 * characters themselves, if they ever come, are taken for four such bytes. Not thread-safe.
 */
final class TerminalText {

    private static final int ESCAPED = 0x10fe00;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** The beginning of a character whose rest has not come. */
    private byte[] begun = new byte[0];

    /** Whether something is kept for later. */
    boolean isBegun() {
        return begun.length > 0;
    }

    /** Puts the next bytes. What may be the beginning of a character waits for the next ones. */
    void put(byte[] next, ByteSink to) {
        byte[] bytes = next;
        if (begun.length > 0) {
            bytes = new byte[begun.length + next.length];
            System.arraycopy(begun, 0, bytes, 0, begun.length);
            System.arraycopy(next, 0, bytes, begun.length, next.length);
        }
        int done = put(bytes, false, to);
        begun = java.util.Arrays.copyOfRange(bytes, done, bytes.length);
    }

    /** Puts what is kept, as no more comes. */
    void end(ByteSink to) {
        put(begun, true, to);
        begun = new byte[0];
    }

    private static int put(byte[] bytes, boolean last, ByteSink to) {
        int i = 0;
        while (i < bytes.length) {
            int plain = i;
            while (plain < bytes.length && isPlain(bytes[plain])) {
                plain++;
            }
            to.put(bytes, i, plain - i);
            i = plain;
            if (i == bytes.length) {
                break;
            }
            if (bytes[i] >= 0) {
                control(bytes[i++], to);
                continue;
            }
            int length = length(bytes, i);
            if (length == 0 && !last) {
                break;
            }
            if (length > 0) {
                to.put(bytes, i, length);
                i += length;
            } else {
                escape(bytes[i++] & 0xff, to);
            }
        }
        return i;
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }

    private static void control(byte b, ByteSink to) {
        to.put('\\');
        switch (b) {
            case '"', '\\' -> to.put(b);
            case '\n' -> to.put('n');
            case '\r' -> to.put('r');
            case '\t' -> to.put('t');
            default -> {
                to.put("u00");
                to.put(HEX[b >> 4]);
                to.put(HEX[b & 0xf]);
            }
        }
    }

    private static void escape(int b, ByteSink to) {
        to.put(Character.toString(ESCAPED + b));
    }

    /** Bytes of the character of more than one that begins there; -1 if none does, 0 if its rest is missing. */
    private static int length(byte[] bytes, int from) {
        int first = bytes[from] & 0xff;
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4) {
            return -1;
        }
        int codePoint = first & (0xff >> (length + 1));
        for (int i = 1; i < length; i++) {
            if (from + i == bytes.length) {
                return 0;
            }
            int b = bytes[from + i] & 0xff;
            if ((b & 0xc0) != 0x80 || (i == 1 && !isSecond(first, b))) {
                return -1;
            }
            codePoint = codePoint << 6 | (b & 0x3f);
        }
        return (codePoint & ~0xff) == ESCAPED ? -1 : length;
    }

    /** What may follow the first byte (RFC 3629, section 4). */
    private static boolean isSecond(int first, int b) {
        return switch (first) {
            case 0xe0 -> b >= 0xa0;
            case 0xed -> b < 0xa0;
            case 0xf0 -> b >= 0x90;
            case 0xf4 -> b < 0x90;
            default -> true;
        };
    }

    /** The bytes that a text was made of. */
    static byte[] bytesOf(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.codePoints().forEach(codePoint -> {
            if ((codePoint & ~0xff) == ESCAPED) {
                bytes.write(codePoint & 0xff);
            } else {
                bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }
}
