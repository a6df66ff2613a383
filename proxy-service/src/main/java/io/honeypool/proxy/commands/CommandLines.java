package io.honeypool.proxy.commands;

import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.HoneypotEvent;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records the lines that an attacker types at a shell, one event each, edited. Where only the shell knows what an
 * editing key did (arrows, history, completion), what it showed when the line was ended is the line. What is typed
 * where a password is asked for, and not shown, is none. Thread-safe.
 */
public final class CommandLines {

    /** Longer lines are recorded in pieces. */
    private static final int LONGEST = 16 * 1024;

    private static final int FIRST_SIZE = 80;
    private static final int BACKSPACE = 0x08;
    private static final int DELETE = 0x7f;
    private static final int KILL = 0x15;
    private static final int ERASE_WORD = 0x17;
    private static final int LITERAL = 0x16;

    private final Consumer<HoneypotEvent.CommandInput> events;
    private final boolean edits;
    private final ShownLine shown = new ShownLine();
    private byte[] line = new byte[FIRST_SIZE];
    private int length;
    private boolean begun;
    private boolean literal;
    private boolean afterReturn;
    private boolean edited;
    private String prompt = "";
    private @Nullable Pending pending;

    /**
     * A line that was ended, and waits for what the shell shows of it.
     *
     * @param secret whether it is a command only if the shell shows it
     */
    private record Pending(String prompt, String typed, boolean secret) {}

    private CommandLines(Consumer<HoneypotEvent.CommandInput> events, boolean edits) {
        this.events = events;
        this.edits = edits;
    }

    /**
     * Lines that are typed at a terminal.
     *
     * @param events gets them
     */
    public CommandLines(Consumer<HoneypotEvent.CommandInput> events) {
        this(events, true);
    }

    /** Lines that a shell reads as they are, as nothing edits or shows them. */
    static CommandLines ofPipe(Consumer<HoneypotEvent.CommandInput> events) {
        return new CommandLines(events, false);
    }

    /**
     * Takes a byte of data from the attacker.
     *
     * @return whether it ended a line
     */
    public synchronized boolean typed(byte b) {
        if (!edits) {
            return piped(b);
        }
        boolean second = afterReturn && (b == '\n' || b == 0);
        afterReturn = b == '\r';
        if (second) {
            return false;
        }
        if (!begun) {
            begun = true;
            // what is shown while the last line waits for its end is not what this one was asked by
            prompt = pending == null ? shown.text() : "";
        }
        if (literal) {
            literal = false;
            add(b);
        } else if (b == '\r' || b == '\n') {
            end();
            return true;
        } else {
            edit(b);
        }
        return false;
    }

    /** Takes a line that was typed before there was a shell. */
    public synchronized void typedAhead(byte[] text) {
        record(AttackerText.escape(text));
    }

    /** Takes a byte of data from the guest. */
    public synchronized void shown(byte b) {
        if (shown.write(b)) {
            settle(shown.text());
            shown.clear();
        }
    }

    /** Records what is still to be recorded. */
    public synchronized void close() {
        settle("");
        if (!edits) {
            // a shell runs the last line of its input without its end, too
            record(text());
            length = 0;
        }
    }

    private boolean piped(byte b) {
        if (b == '\n') {
            end();
            return true;
        }
        add(b);
        return false;
    }

    private void edit(byte b) {
        switch (b) {
            case BACKSPACE, DELETE -> length = Math.max(0, length - 1);
            case KILL -> length = 0;
            case ERASE_WORD -> eraseWord();
            case LITERAL -> literal = true;
            // interrupt, quit, suspend: the line is given up
            case 0x03, 0x1c, 0x1a -> begin();
            // nothing, end of input, redraw, flow control
            case 0x00, 0x04, 0x0c, 0x11, 0x13 -> {}
            default -> {
                if (b >= 0 && b < ' ') {
                    edited = true;
                } else {
                    add(b);
                }
            }
        }
    }

    private void eraseWord() {
        while (length > 0 && line[length - 1] == ' ') {
            length--;
        }
        while (length > 0 && line[length - 1] != ' ') {
            length--;
        }
    }

    private void add(byte b) {
        if (length == LONGEST) {
            record(text());
            length = 0;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(LONGEST, 2 * length));
        }
        line[length++] = b;
    }

    private void end() {
        settle("");
        boolean secret = asksForSecret(prompt);
        if (edited || secret) {
            pending = new Pending(prompt, text(), secret);
        } else {
            record(text());
        }
        begin();
    }

    private void begin() {
        length = 0;
        begun = false;
        edited = false;
        if (line.length > LONGEST / 4) {
            line = new byte[FIRST_SIZE];
        }
    }

    /** The shell showed a line to its end, or will not. */
    private void settle(String whole) {
        Pending ended = pending;
        if (ended == null) {
            return;
        }
        pending = null;
        String rest = whole.startsWith(ended.prompt) ? whole.substring(ended.prompt.length()) : "";
        if (!rest.isBlank()) {
            record(AttackerText.escape(rest.stripTrailing()));
        } else if (!ended.secret) {
            record(ended.typed);
        }
    }

    /** As {@code su}, {@code sudo}, {@code passwd} and {@code ssh} do. */
    private static boolean asksForSecret(String prompt) {
        String words = prompt.strip().toLowerCase(Locale.ROOT);
        return words.endsWith(":") && (words.contains("password") || words.contains("passphrase"));
    }

    private String text() {
        return AttackerText.escape(Arrays.copyOf(line, length));
    }

    private void record(String command) {
        if (!command.isBlank()) {
            events.accept(new HoneypotEvent.CommandInput(command));
        }
    }
}
