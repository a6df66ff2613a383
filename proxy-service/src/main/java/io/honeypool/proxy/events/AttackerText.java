package io.honeypool.proxy.events;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Makes bytes that an attacker sent safe to print without losing any: valid printable UTF-8 is kept, a backslash is
 * doubled, every other byte becomes {@code \xNN}.
 */
public final class AttackerText {

    /** The longest text an event carries, in bytes of input; what follows is cut and marked. */
    public static final int LIMIT = 64 * 1024;

    private static final String CUT = "\\...";

    private AttackerText() {}

    /** Escapes a string that was decoded already. */
    public static String escape(String text) {
        return escape(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Escapes bytes as they came from the network. */
    public static String escape(byte[] bytes) {
        StringBuilder out = new StringBuilder(Math.min(bytes.length, LIMIT) + 16);
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, LIMIT));
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer chars = CharBuffer.allocate(1024);
        while (true) {
            CoderResult result = decoder.decode(in, chars, true);
            chars.flip();
            chars.codePoints().forEach(codePoint -> append(out, codePoint));
            chars.clear();
            if (result.isError()) {
                for (int i = 0; i < result.length(); i++) {
                    appendByte(out, in.get());
                }
                decoder.reset();
            } else if (result.isUnderflow()) {
                break;
            }
        }
        return bytes.length > LIMIT ? out.append(CUT).toString() : out.toString();
    }

    private static void append(StringBuilder out, int codePoint) {
        if (codePoint == '\\') {
            out.append("\\\\");
        } else if (isPrintable(codePoint)) {
            out.appendCodePoint(codePoint);
        } else {
            for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                appendByte(out, b);
            }
        }
    }

    /** Control, format (bidirectional overrides), private-use, unassigned and line-separating characters are not. */
    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static void appendByte(StringBuilder out, byte b) {
        out.append(String.format(Locale.ROOT, "\\x%02x", b));
    }
}
