package io.honeypool.pool.guestfile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Where a file was in its guest: bytes that an attacker chose, and that are no path of any host. */
public final class GuestPath {

    private static final int LONGEST_CHARACTER = 4;

    private final byte[] bytes;

    /** Copies the bytes. */
    public GuestPath(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** The bytes of a path that is text. */
    public static GuestPath of(String text) {
        return new GuestPath(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes as they are. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether it is the given path or below it. */
    boolean isWithin(GuestPath directory) {
        int length = directory.bytes.length;
        return bytes.length >= length
                && Arrays.equals(bytes, 0, length, directory.bytes, 0, length)
                && (bytes.length == length || bytes[length] == '/');
    }

    /**
     * For people: as UTF-8, with each byte of what is not, of what cannot be seen or turns the text around, as
     * {@code \xHH}, and a backslash twice. So it is one line, and tells the bytes.
     */
    public String text() {
        StringBuilder text = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            at += append(at, text);
        }
        return text.toString();
    }

    /** Appends what begins at an index; returns how many bytes that is. */
    private int append(int at, StringBuilder text) {
        for (int length = 1; length <= LONGEST_CHARACTER && at + length <= bytes.length; length++) {
            int character = character(at, length);
            if (character == '\\') {
                text.append("\\\\");
                return length;
            } else if (character >= 0 && isPlain(character)) {
                text.appendCodePoint(character);
                return length;
            } else if (character >= 0) {
                escape(at, length, text);
                return length;
            }
        }
        escape(at, 1, text);
        return 1;
    }

    /** The character that some bytes are; negative if they are none. */
    private int character(int at, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, length))
                    .toString()
                    .codePointAt(0);
        } catch (CharacterCodingException none) {
            return -1;
        }
    }

    private void escape(int at, int length, StringBuilder text) {
        for (int i = at; i < at + length; i++) {
            text.append("\\x").append(HexFormat.of().toHexDigits(bytes[i]));
        }
    }

    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GuestPath path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
