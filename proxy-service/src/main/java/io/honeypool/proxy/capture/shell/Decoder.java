package io.honeypool.proxy.capture.shell;

import java.nio.ByteBuffer;

/** Makes bytes of digits, a few bits each; what is no digit is left out. Not thread-safe. */
final class Decoder implements Content {

    private static final int ROOM = 4096;
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final Content to;
    private final int bitsPerDigit;
    private final ByteBuffer out = ByteBuffer.allocate(ROOM);
    private int bits;
    private int count;

    private Decoder(Content to, int bitsPerDigit) {
        this.to = to;
        this.bitsPerDigit = bitsPerDigit;
    }

    /** Decodes base64 (RFC 4648, section 4). */
    static Content base64(Content to) {
        return new Decoder(to, 6);
    }

    /** Decodes pairs of hexadecimal digits. */
    static Content hex(Content to) {
        return new Decoder(to, 4);
    }

    @Override
    public void write(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            char c = (char) (bytes.get() & 0xff);
            if (c == '=' && bitsPerDigit == 6) {
                count = 0;
                continue;
            }
            int digit = bitsPerDigit == 6 ? BASE64.indexOf(c) : Character.digit(c, 16);
            if (digit >= 0) {
                bits = bits << bitsPerDigit | digit;
                count += bitsPerDigit;
                if (count >= Byte.SIZE) {
                    count -= Byte.SIZE;
                    add((byte) (bits >> count));
                }
            }
        }
        flush();
    }

    private void add(byte b) {
        out.put(b);
        if (!out.hasRemaining()) {
            flush();
        }
    }

    private void flush() {
        out.flip();
        if (out.hasRemaining()) {
            to.write(out);
        }
        out.clear();
    }

    @Override
    public void end() {
        to.end();
    }
}
