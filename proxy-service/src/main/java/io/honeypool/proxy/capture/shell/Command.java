package io.honeypool.proxy.capture.shell;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One simple command, without what only chooses or wraps it: {@code LANG=C sudo busybox tee -a x} is {@code tee -a x}.
 *
 * @param words its name and its arguments; may be none
 * @param redirects where its input and output go, in order
 * @param link what ties it to the command before
 */
record Command(List<String> words, List<Redirect> redirects, Link link) {

    private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash", "zsh", "ksh");
    private static final Set<String> WRAPPERS = Set.of(
            "sudo", "busybox", "toybox", "nohup", "exec", "command", "builtin", "env", "time", "nice", "then", "do",
            "else", "{", "(", "!");

    /** What stands before a command. */
    enum Link {
        /** Nothing, or the end of another command. */
        SEQUENCE,
        /** Runs if the one before succeeds: {@code &&}. */
        AND,
        /** Runs if the one before fails: {@code ||}. */
        OR,
        /** Reads what the one before says: {@code |}. */
        PIPE
    }

    /**
     * One redirection.
     *
     * @param kind what it does
     * @param target a path, or what ends a here-document, or the words of a here-string
     */
    record Redirect(Kind kind, String target) {

        /** What it does. */
        enum Kind {
            /** Output into a file that is empty before. */
            TO,
            /** Output behind what is in a file. */
            APPEND,
            /** Input from a file or from nowhere. */
            FROM,
            /** Input from the lines that follow. */
            HERE,
            /** The same, without tabs at the beginning of lines. */
            HERE_STRIPPED,
            /** Input is one word. */
            HERE_STRING
        }
    }

    static Command of(List<String> words, List<Redirect> redirects, Link link) {
        int first = 0;
        while (first < words.size()
                && (isBeforeName(words.get(first))
                        || (first > 0 && words.get(first).startsWith("-")))) {
            first++;
        }
        return new Command(List.copyOf(words.subList(first, words.size())), List.copyOf(redirects), link);
    }

    private static boolean isBeforeName(String word) {
        int equals = word.indexOf('=');
        boolean assignment =
                equals > 0 && word.substring(0, equals).chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
        return assignment || WRAPPERS.contains(lastName(word));
    }

    /** The command without the directory that it is in; empty if there is none. */
    String name() {
        return words.isEmpty() ? "" : lastName(words.getFirst());
    }

    /** What a shell is to run instead of what it reads. */
    Optional<String> script() {
        int option = isShell() ? words.indexOf("-c") : -1;
        return option > 0 && option + 1 < words.size() ? Optional.of(words.get(option + 1)) : Optional.empty();
    }

    /** Whether it runs other commands. */
    boolean isShell() {
        return SHELLS.contains(name());
    }

    List<String> arguments() {
        return words.isEmpty() ? List.of() : words.subList(1, words.size());
    }

    /** The last redirection of the kinds given. */
    @Nullable Redirect last(Set<Redirect.Kind> kinds) {
        return redirects.stream()
                .filter(redirect -> kinds.contains(redirect.kind()))
                .reduce((before, after) -> after)
                .orElse(null);
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
