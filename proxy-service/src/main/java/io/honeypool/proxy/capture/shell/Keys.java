package io.honeypool.proxy.capture.shell;

import io.honeypool.proxy.capture.file.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Makes lines of what is typed at a terminal or sent to a shell without one. With a terminal, the keys that take back
 * something do so, and those that only the shell knows (arrows, completion) do nothing. Not thread-safe.
 */
final class Keys {

    private static final int LONGEST = 256 * 1024;
    private static final int ESCAPE = 0x1b;

    private final boolean terminal;
    private final Receiver receiver;
    private final Bytes line = new Bytes(LONGEST);
    private boolean afterReturn;
    private boolean literal;
    private Escape escape = Escape.NONE;

    /** How far into an escape sequence it is. */
    private enum Escape {
        NONE,
        BEGUN,
        PARAMETERS
    }

    /** What becomes of lines. */
    interface Receiver {

        /**
         * A line.
         *
         * @param ended whether it has an end, rather than being cut by the end of input
         */
        void line(String line, boolean ended);

        /** The key that ends input, at the beginning of a line. */
        void endOfInput();

        /** The key that breaks off. */
        void interrupt();

        /** Whether what is typed goes to a command rather than to the shell. */
        boolean isContent();

        /** A line was too long, and is lost. */
        void tooLong();
    }

    Keys(boolean terminal, Receiver receiver) {
        this.terminal = terminal;
        this.receiver = receiver;
    }

    /** Takes bytes: all of them, or without a terminal those up to where the content of a command begins. */
    void type(ByteBuffer bytes) {
        while (bytes.hasRemaining() && (terminal || !receiver.isContent())) {
            byte b = bytes.get();
            if (!terminal) {
                plain(b);
            } else if (!second(b)) {
                key(b);
            }
        }
    }

    /** There is no more. */
    void end() {
        if (line.length() > 0) {
            send(false);
        }
    }

    private void plain(byte b) {
        if (b == '\n') {
            send(true);
        } else {
            line.add(b);
        }
    }

    private boolean second(byte b) {
        boolean second = afterReturn && (b == '\n' || b == 0);
        afterReturn = b == '\r';
        return second;
    }

    private void key(byte b) {
        if (literal) {
            literal = false;
            line.add(b);
        } else if (escape != Escape.NONE) {
            escape = switch (escape) {
                case BEGUN -> b == '[' || b == 'O' ? Escape.PARAMETERS : Escape.NONE;
                case PARAMETERS -> b >= '@' && b <= '~' ? Escape.NONE : Escape.PARAMETERS;
                case NONE -> Escape.NONE;
            };
        } else {
            control(b);
        }
    }

    private void control(byte b) {
        switch (b) {
            case '\r', '\n' -> send(true);
            case 0x03 -> {
                line.clear();
                receiver.interrupt();
            }
            case 0x04 -> {
                if (line.length() == 0) {
                    receiver.endOfInput();
                } else if (receiver.isContent()) {
                    send(false);
                }
            }
            case 0x08, 0x7f -> line.removeLast(1);
            case 0x15 -> line.clear();
            case 0x16 -> literal = true;
            case 0x17 -> eraseWord();
            case ESCAPE -> {
                if (receiver.isContent()) {
                    line.add(b);
                } else {
                    escape = Escape.BEGUN;
                }
            }
            default -> line.add(b);
        }
    }

    private void eraseWord() {
        while (line.length() > 0 && line.at(line.length() - 1) == ' ') {
            line.removeLast(1);
        }
        while (line.length() > 0 && line.at(line.length() - 1) != ' ') {
            line.removeLast(1);
        }
    }

    private void send(boolean ended) {
        boolean cut = line.isCut();
        String text = cut ? "" : new String(line.toArray(), StandardCharsets.ISO_8859_1);
        line.clear();
        if (cut) {
            receiver.tooLong();
        } else {
            receiver.line(text, ended);
        }
    }
}
