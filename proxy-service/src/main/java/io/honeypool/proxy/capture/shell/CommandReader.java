package io.honeypool.proxy.capture.shell;

import io.honeypool.proxy.capture.shell.Command.Link;
import io.honeypool.proxy.capture.shell.Command.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a shell's commands (POSIX, XCU 2.3 and 2.9): words, quotes, pipes, lists and redirections. Nothing is expanded.
 * What it does not know it takes for words.
 */
final class CommandReader {

    private static final int MOST_COMMANDS = 1024;
    private static final int MOST_NESTED = 3;

    private final String text;
    private final List<Command> commands = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<Redirect> redirects = new ArrayList<>();
    private Link link = Link.SEQUENCE;
    private int position;
    private boolean open;

    private CommandReader(String text) {
        this.text = text;
    }

    /**
     * Reads lines.
     *
     * @param text bytes, each as the character that has its number, without the end of the last line
     * @return the commands; empty if a quote is open or the end continues, so that there has to be another line
     */
    static Optional<List<Command>> read(String text) {
        CommandReader reader = new CommandReader(text);
        reader.run();
        return reader.open ? Optional.empty() : Optional.of(unwrapped(reader.commands, MOST_NESTED));
    }

    /** With what {@code sh -c} runs in its place. */
    private static List<Command> unwrapped(List<Command> commands, int depth) {
        List<Command> all = new ArrayList<>();
        for (Command command : commands) {
            Optional<String> script = depth > 0 ? command.script() : Optional.empty();
            if (script.isPresent()) {
                CommandReader inner = new CommandReader(script.get());
                inner.link = command.link();
                inner.run();
                all.addAll(unwrapped(inner.commands, depth - 1));
            } else {
                all.add(command);
            }
        }
        return all.subList(0, Math.min(all.size(), MOST_COMMANDS));
    }

    private void run() {
        while (position < text.length() && commands.size() < MOST_COMMANDS) {
            char c = text.charAt(position);
            switch (c) {
                case ' ', '\t', '\r' -> position++;
                case '\n', ';' -> end(1, Link.SEQUENCE);
                case '#' -> comment();
                case '&' -> ampersand();
                case '|' -> end(next('|') ? 2 : 1, next('|') ? Link.OR : Link.PIPE);
                case '(', ')', '`' -> end(1, Link.SEQUENCE);
                case '<', '>' -> redirect(true);
                default -> word();
            }
        }
        end(0, Link.SEQUENCE);
    }

    private boolean next(char c) {
        return position + 1 < text.length() && text.charAt(position + 1) == c;
    }

    private void comment() {
        int line = text.indexOf('\n', position);
        position = line < 0 ? text.length() : line;
    }

    private void ampersand() {
        if (next('&')) {
            end(2, Link.AND);
        } else if (next('>')) {
            position++;
            redirect(true);
        } else {
            end(1, Link.SEQUENCE);
        }
    }

    private void end(int length, Link following) {
        position += length;
        if (!words.isEmpty() || !redirects.isEmpty()) {
            commands.add(Command.of(words, redirects, link));
            link = following;
            words.clear();
            redirects.clear();
        } else if (following != Link.SEQUENCE) {
            link = following;
        }
    }

    private void word() {
        int start = position;
        Word word = readWord();
        boolean number = !word.quoted()
                && word.text().length() == 1
                && Character.isDigit(word.text().charAt(0));
        boolean beforeRedirect = position < text.length() && "<>".indexOf(text.charAt(position)) >= 0;
        if (number && beforeRedirect) {
            redirect(!word.text().equals("2"));
        } else if (position > start) {
            words.add(word.text());
        } else {
            position++;
        }
    }

    /**
     * Reads a redirection.
     *
     * @param counts whether it is about what the command reads or says, rather than its complaints
     */
    private void redirect(boolean counts) {
        boolean output = text.charAt(position++) == '>';
        int more = 0;
        while (more < 2 && position < text.length() && text.charAt(position) == (output ? '>' : '<')) {
            position++;
            more++;
        }
        boolean stripped = !output && more == 1 && position < text.length() && text.charAt(position) == '-';
        boolean descriptor = position < text.length() && text.charAt(position) == '&';
        if (stripped || descriptor || (output && position < text.length() && text.charAt(position) == '|')) {
            position++;
        }
        while (position < text.length() && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
            position++;
        }
        Word target = readWord();
        if (counts && !descriptor && (!target.text().isEmpty() || target.quoted())) {
            redirects.add(new Redirect(kind(output, more, stripped), target.text()));
        }
    }

    private static Redirect.Kind kind(boolean output, int more, boolean stripped) {
        if (output) {
            return more == 0 ? Redirect.Kind.TO : Redirect.Kind.APPEND;
        }
        return switch (more) {
            case 0 -> Redirect.Kind.FROM;
            case 1 -> stripped ? Redirect.Kind.HERE_STRIPPED : Redirect.Kind.HERE;
            default -> Redirect.Kind.HERE_STRING;
        };
    }

    /** A word without its quotes, and whether there were any. */
    private record Word(String text, boolean quoted) {}

    private Word readWord() {
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        while (position < text.length() && " \t\r\n;&|<>()`".indexOf(text.charAt(position)) < 0) {
            char c = text.charAt(position++);
            switch (c) {
                case '\'' -> {
                    quoted = true;
                    single(word);
                }
                case '"' -> {
                    quoted = true;
                    doubled(word);
                }
                case '\\' -> {
                    quoted = true;
                    escaped(word);
                }
                case '$' -> {
                    if (position < text.length() && text.charAt(position) == '\'') {
                        quoted = true;
                        position++;
                        dollar(word);
                    } else {
                        word.append(c);
                    }
                }
                default -> word.append(c);
            }
        }
        return new Word(word.toString(), quoted);
    }

    private void single(StringBuilder word) {
        int end = text.indexOf('\'', position);
        open |= end < 0;
        int to = end < 0 ? text.length() : end;
        word.append(text, position, to);
        position = Math.min(text.length(), to + 1);
    }

    private void doubled(StringBuilder word) {
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return;
            }
            if (c == '\\' && position < text.length() && "$`\"\\\n".indexOf(text.charAt(position)) >= 0) {
                char kept = text.charAt(position++);
                if (kept != '\n') {
                    word.append(kept);
                }
            } else {
                word.append(c);
            }
        }
        open = true;
    }

    private void escaped(StringBuilder word) {
        if (position == text.length()) {
            open = true;
        } else if (text.charAt(position++) != '\n') {
            word.append(text.charAt(position - 1));
        }
    }

    /** {@code $'...'}, where a backslash begins an escape sequence or keeps a quote. */
    private void dollar(StringBuilder word) {
        int start = position;
        while (position < text.length() && text.charAt(position) != '\'') {
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
        open |= position >= text.length();
        int end = Math.min(position, text.length());
        word.append(Escapes.interpret(text.substring(start, end).replace("\\'", "'"), Escapes.Kind.PRINTF)
                .text());
        position = Math.min(text.length(), position + 1);
    }
}
