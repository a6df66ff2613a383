package io.honeypool.proxy.auth;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** What a rule says of a user or a password. */
sealed interface CredentialPattern {

    /** Whether it speaks about what was typed. */
    boolean matches(String typed);

    /**
     * Reads {@code *}, {@code /expression/}, {@code /expression/i} or a literal.
     *
     * @throws IllegalArgumentException if the expression cannot be used; the message says why
     */
    static CredentialPattern parse(String text) {
        if (text.equals("*")) {
            return new Any();
        }
        if (text.length() > 2 && text.startsWith("/") && text.endsWith("/")) {
            return expression(text.substring(1, text.length() - 1), 0);
        }
        if (text.length() > 3 && text.startsWith("/") && text.endsWith("/i")) {
            return expression(text.substring(1, text.length() - 2), Pattern.CASE_INSENSITIVE);
        }
        return new Literal(text);
    }

    private static CredentialPattern expression(String expression, int flags) {
        try {
            return new Expression(Pattern.compile(expression, flags));
        } catch (PatternSyntaxException e) {
            // the description only: the whole message has the pattern, which may be a password
            throw new IllegalArgumentException(e.getDescription(), e);
        }
    }

    /** Whatever was typed. */
    record Any() implements CredentialPattern {
        @Override
        public boolean matches(String typed) {
            return true;
        }
    }

    /** Exactly this text. */
    record Literal(String text) implements CredentialPattern {
        @Override
        public boolean matches(String typed) {
            return text.equals(typed);
        }
    }

    /** Text that the expression is found in. RE2 takes time linear in its length, whatever the attacker makes of it. */
    record Expression(Pattern pattern) implements CredentialPattern {
        @Override
        public boolean matches(String typed) {
            return pattern.matcher(typed).find();
        }
    }
}
