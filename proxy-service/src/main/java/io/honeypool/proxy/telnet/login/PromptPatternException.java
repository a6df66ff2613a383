package io.honeypool.proxy.telnet.login;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/** An expression of the Telnet sensor's settings cannot be used; says which, where and why. */
public final class PromptPatternException extends RuntimeException {

    private final String setting;
    private final int position;

    PromptPatternException(String setting, String expression, PatternSyntaxException cause) {
        super(
                "honeypool.sensor.telnet." + setting + " cannot be used: " + cause.getDescription() + " at character "
                        + (position(expression, cause) + 1) + " of " + expression,
                cause);
        this.setting = setting;
        this.position = position(expression, cause);
    }

    /** Name of the setting, below {@code honeypool.sensor.telnet}. */
    public String setting() {
        return setting;
    }

    /** Where it goes wrong, from 0. */
    public int position() {
        return position;
    }

    /** RE2 names the part at fault, which is all of it where parentheses do not match. */
    private static int position(String expression, PatternSyntaxException cause) {
        String part = cause.getPattern();
        int found = part == null ? -1 : expression.indexOf(part);
        return found > 0 || expression.isEmpty() ? Math.max(0, found) : Math.max(found, unmatched(expression));
    }

    private static int unmatched(String expression) {
        Deque<Integer> open = new ArrayDeque<>();
        boolean inClass = false;
        for (int i = 0; i < expression.length(); i++) {
            switch (expression.charAt(i)) {
                case '\\' -> i++;
                case '[' -> inClass = true;
                case ']' -> inClass = false;
                case '(' -> {
                    if (!inClass) {
                        open.push(i);
                    }
                }
                case ')' -> {
                    if (!inClass && open.poll() == null) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        return open.isEmpty() ? 0 : open.peekLast();
    }
}
