package io.honeypool.proxy.telnet.login;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line that is typed at a prompt, edited as a terminal of Linux edits it in canonical mode (n_tty.c, with the
 * settings that login(1) makes), and what the terminal shows of that. Not thread-safe.
 */
public final class TypedLine {

    /** What a terminal holds of a line at most; what is beyond is lost. */
    static final int LONGEST = 4095;

    private static final int ERASE = 0x7f;
    private static final int KILL = 0x15;
    private static final int ERASE_WORD = 0x17;
    private static final int LITERAL = 0x16;
    private static final int REPRINT = 0x12;
    private static final int TAB_STOP = 8;

    private final ByteArrayOutputStream echo = new ByteArrayOutputStream();
    private final int startColumn;
    private final boolean tabsAsBlanks;
    private byte[] line = new byte[64];
    private int length;
    private boolean literal;

    /**
     * An empty line.
     *
     * @param startColumn where the cursor stands, for tabulators
     * @param tabsAsBlanks whether the terminal shows those as blanks, as BusyBox's server sets it
     */
    public TypedLine(int startColumn, boolean tabsAsBlanks) {
        this.startColumn = startColumn;
        this.tabsAsBlanks = tabsAsBlanks;
    }

    /** Takes a byte that does not end the line. */
    public void type(byte b) {
        if (literal) {
            literal = false;
            add(b);
            return;
        }
        switch (b & 0xff) {
            case ERASE -> erase();
            case KILL -> {
                while (length > 0) {
                    erase();
                }
            }
            case ERASE_WORD -> eraseWord();
            case LITERAL -> {
                literal = true;
                echo.writeBytes(new byte[] {'^', '\b'});
            }
            case REPRINT -> {
                echo.writeBytes(new byte[] {'^', 'R', '\r', '\n'});
                for (int i = 0; i < length; i++) {
                    echo.writeBytes(shown(line[i]));
                }
            }
            default -> add(b);
        }
    }

    /** Whether the next byte is taken as it is, even one that would end the line. */
    public boolean isLiteral() {
        return literal;
    }

    /** Whether nothing is left of what was typed. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** What was typed, edited. */
    public byte[] text() {
        return Arrays.copyOf(line, length);
    }

    /** What the terminal shows of what was typed since this was asked last. */
    public byte[] takeEcho() {
        byte[] shown = echo.toByteArray();
        echo.reset();
        return shown;
    }

    private void add(byte b) {
        if (length == LONGEST) {
            return;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(LONGEST, 2 * length));
        }
        if (b == '\t' && tabsAsBlanks) {
            echo.writeBytes(" ".repeat(widthOfTab(length)).getBytes(StandardCharsets.US_ASCII));
        } else {
            echo.writeBytes(b == '\t' ? new byte[] {b} : shown(b));
        }
        line[length++] = b;
    }

    private void erase() {
        if (length == 0) {
            return;
        }
        int width = line[length - 1] == '\t' ? widthOfTab(length - 1) : shown(line[length - 1]).length;
        boolean tab = line[--length] == '\t';
        for (int i = 0; i < width; i++) {
            echo.writeBytes(tab ? new byte[] {'\b'} : new byte[] {'\b', ' ', '\b'});
        }
    }

    private void eraseWord() {
        boolean seen = false;
        while (length > 0) {
            boolean part = Character.isLetterOrDigit(line[length - 1]) || line[length - 1] == '_';
            if (!part && seen) {
                return;
            }
            seen |= part;
            erase();
        }
    }

    private int widthOfTab(int index) {
        int column = startColumn;
        for (int i = 0; i < index; i++) {
            column += line[i] == '\t' ? TAB_STOP - column % TAB_STOP : shown(line[i]).length;
        }
        return TAB_STOP - column % TAB_STOP;
    }

    /** A control character is shown as a caret and a letter. */
    private static byte[] shown(byte b) {
        if (b >= 0 && b < ' ') {
            return new byte[] {'^', (byte) (b + '@')};
        }
        return b == ERASE ? new byte[] {'^', '?'} : new byte[] {b};
    }
}
