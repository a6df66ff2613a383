package io.honeypool.proxy.capture.shell;

/** Escape sequences of {@code echo -e} and {@code printf}. */
final class Escapes {

    private static final int HEX = 16;
    private static final int OCTAL = 8;

    private Escapes() {}

    /** Whose they are. */
    enum Kind {
        /** Octal numbers have a zero before them, and up to three digits behind that. */
        ECHO,
        /** Octal numbers have up to three digits. */
        PRINTF
    }

    /**
     * What they stand for.
     *
     * @param text bytes, each as the character that has its number
     * @param ended whether a {@code \c} ended it
     */
    record Result(String text, boolean ended) {}

    static Result interpret(String text, Kind kind) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '\\' || i == text.length()) {
                out.append(c);
                continue;
            }
            char sequence = text.charAt(i++);
            if (sequence == 'c') {
                return new Result(out.toString(), true);
            }
            int digits = digits(text, i, sequence, kind);
            if (digits < 0) {
                single(out, sequence);
            } else {
                int from = isOctal(sequence) && !(sequence == '0' && kind == Kind.ECHO) ? i - 1 : i;
                int value = digits == 0 && from == i
                        ? 0
                        : Integer.parseInt(text.substring(from, i + digits), sequence == 'x' ? HEX : OCTAL);
                out.append((char) (value & 0xff));
                i += digits;
            }
        }
        return new Result(out.toString(), false);
    }

    /** How many digits of a number follow; negative if it is no number. Busybox takes octal ones without the zero. */
    private static int digits(String text, int from, char sequence, Kind kind) {
        if (sequence == 'x') {
            int count = count(text, from, 2, HEX);
            return count == 0 ? -1 : count;
        }
        if (!isOctal(sequence)) {
            return -1;
        }
        return count(text, from, kind == Kind.ECHO && sequence == '0' ? 3 : 2, OCTAL);
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }

    private static int count(String text, int from, int most, int radix) {
        int count = 0;
        while (count < most && from + count < text.length() && Character.digit(text.charAt(from + count), radix) >= 0) {
            count++;
        }
        return count;
    }

    private static void single(StringBuilder out, char sequence) {
        switch (sequence) {
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'e', 'E' -> out.append('\u001b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case '\\' -> out.append('\\');
            default -> out.append('\\').append(sequence);
        }
    }
}
