package io.honeypool.proxy.commands;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The line that a server is writing, as a terminal shows it: carriage returns, backspaces and the cursor's moves within
 * the line are done, colours and titles left out. Bounded: of a long line the end is lost. Not thread-safe.
 */
public final class ShownLine {

    private static final int LONGEST = 4096;
    private static final int ESCAPE = 0x1b;
    private static final int BELL = 0x07;
    private static final int TAB_STOP = 8;
    private static final int MOST_PARAMETER = 9999;

    private byte[] cells = new byte[80];
    private int length;
    private int cursor;
    private Mode mode = Mode.TEXT;
    private int parameter;

    private enum Mode {
        TEXT,
        ESCAPED,
        CONTROL,
        STRING,
        STRING_ESCAPED
    }

    /**
     * Takes a byte of output.
     *
     * @return whether it ended the line, of which {@link #text} is still what it was; the next byte begins a new one
     */
    public boolean write(byte b) {
        switch (mode) {
            case TEXT -> {
                return text(b);
            }
            case ESCAPED -> escaped(b);
            case CONTROL -> control(b);
            case STRING -> {
                if (b == BELL) {
                    mode = Mode.TEXT;
                } else if (b == ESCAPE) {
                    mode = Mode.STRING_ESCAPED;
                }
            }
            case STRING_ESCAPED -> mode = Mode.TEXT;
        }
        return false;
    }

    /** Begins a new line. */
    public void clear() {
        length = 0;
        cursor = 0;
    }

    /** What the line shows. */
    public String text() {
        return new String(cells, 0, length, StandardCharsets.UTF_8);
    }

    /** Bytes that the line shows. */
    public byte[] bytes() {
        return Arrays.copyOf(cells, length);
    }

    /** Where the cursor stands, from 0. */
    public int column() {
        return cursor;
    }

    /** Whether nothing but blanks is shown. */
    public boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (cells[i] != ' ') {
                return false;
            }
        }
        return true;
    }

    private boolean text(byte b) {
        switch (b) {
            case '\n' -> {
                return true;
            }
            case '\r' -> cursor = 0;
            case '\b' -> cursor = Math.max(0, cursor - 1);
            case '\t' -> {
                do {
                    put((byte) ' ');
                } while (cursor % TAB_STOP != 0 && cursor < LONGEST);
            }
            case ESCAPE -> mode = Mode.ESCAPED;
            default -> {
                if (b < 0 || (b >= ' ' && b != 0x7f)) {
                    put(b);
                }
            }
        }
        return false;
    }

    private void escaped(byte b) {
        parameter = 0;
        mode = switch (b) {
            case '[' -> Mode.CONTROL;
            case ']', 'P', '^', '_', 'X' -> Mode.STRING;
            case ESCAPE -> Mode.ESCAPED;
            default -> Mode.TEXT;
        };
    }

    /** ECMA-48, section 5.4: parameters, intermediate bytes, a final byte. */
    private void control(byte b) {
        if (b >= '0' && b <= '9') {
            parameter = Math.min(MOST_PARAMETER, parameter * 10 + b - '0');
        } else if (b < 0x20 || b >= 0x40) {
            mode = b == ESCAPE ? Mode.ESCAPED : Mode.TEXT;
            run(b);
        }
    }

    private void run(byte b) {
        int count = Math.max(1, parameter);
        switch (b) {
            case 'C' -> cursor = Math.min(cursor + count, Math.max(length, cursor));
            case 'D' -> cursor = Math.max(0, cursor - count);
            case 'G' -> cursor = Math.min(count - 1, length);
            case 'K' -> eraseInLine();
            case 'J' -> length = Math.min(length, cursor);
            case 'P' -> delete(count);
            case '@' -> insert(count);
            default -> {}
        }
    }

    private void eraseInLine() {
        switch (parameter) {
            case 0 -> length = Math.min(length, cursor);
            case 1 -> Arrays.fill(cells, 0, Math.min(length, cursor), (byte) ' ');
            default -> length = 0;
        }
    }

    private void delete(int count) {
        if (cursor < length) {
            int from = Math.min(length, cursor + count);
            System.arraycopy(cells, from, cells, cursor, length - from);
            length -= from - cursor;
        }
    }

    private void insert(int count) {
        int room = Math.min(count, LONGEST - length);
        if (cursor < length && room > 0) {
            reserve(length + room);
            System.arraycopy(cells, cursor, cells, cursor + room, length - cursor);
            Arrays.fill(cells, cursor, cursor + room, (byte) ' ');
            length += room;
        }
    }

    private void put(byte b) {
        if (cursor >= LONGEST) {
            return;
        }
        reserve(cursor + 1);
        if (cursor > length) {
            Arrays.fill(cells, length, cursor, (byte) ' ');
        }
        cells[cursor++] = b;
        length = Math.max(length, cursor);
    }

    private void reserve(int size) {
        if (size > cells.length) {
            cells = Arrays.copyOf(cells, Math.min(LONGEST, Math.max(size, 2 * cells.length)));
        }
    }
}
