package io.honeypool.proxy.telnet.login;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.honeypool.proxy.telnet.codec.Environment;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The expressions that recognise a login dialogue. RE2 takes time linear in the length of a line, of which no more than
 * a limit is looked at. Immutable.
 */
public final class Prompts {

    /** The most of a line that is looked at, from its end. */
    private static final int LONGEST = 512;

    private final Pattern username;
    private final Pattern password;
    private final Pattern failure;
    private final Pattern shell;
    private final Pattern negotiated;

    private Prompts(Settings settings) {
        this.username = compile("username-prompt-regex", settings.usernamePromptRegex(), true);
        this.password = compile("password-prompt-regex", settings.passwordPromptRegex(), true);
        this.failure = compile("login-failed-regex", settings.loginFailedRegex(), false);
        this.shell = compile("shell-prompt-regex", settings.shellPromptRegex(), true);
        this.negotiated = compile("username-in-negotiation-regex", settings.usernameInNegotiationRegex(), false);
    }

    /** The expressions as they are configured. */
    public interface Settings {

        /** Found at the end of what the guest shows when it asks for a user name. */
        String usernamePromptRegex();

        /** Found at the end of what the guest shows when it asks for a password. */
        String passwordPromptRegex();

        /** Found in the line by which the guest refuses a login. */
        String loginFailedRegex();

        /** Found at the end of a line at which a shell waits. */
        String shellPromptRegex();

        /** Found in {@code NAME=value} of a variable whose value, the first group, is the user's name. */
        String usernameInNegotiationRegex();
    }

    /**
     * Reads the expressions.
     *
     * @throws PromptPatternException if one cannot be used
     */
    public static Prompts of(Settings settings) {
        return new Prompts(settings);
    }

    /** Whether a line that is not ended asks for a user name. */
    boolean isUsername(String line) {
        return finds(username, line);
    }

    /** Whether a line that is not ended asks for a password. */
    boolean isPassword(String line) {
        return finds(password, line);
    }

    /** Whether a line says that a login failed. */
    boolean isFailure(String line) {
        return finds(failure, line);
    }

    /** Whether a shell waits at the end of a line. */
    boolean isShell(String line) {
        return finds(shell, line);
    }

    /** The user's name, if this variable is it. */
    public Optional<byte[]> usernameIn(Environment.Variable variable) {
        byte @Nullable [] value = variable.value();
        if (value == null) {
            return Optional.empty();
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(variable.name());
        text.write('=');
        text.writeBytes(value);
        // a character each, whatever the bytes are, so that the group is bytes again
        Matcher matcher = negotiated.matcher(text.toString(StandardCharsets.ISO_8859_1));
        if (!matcher.find() || matcher.groupCount() == 0 || matcher.group(1) == null) {
            return Optional.empty();
        }
        return Optional.of(matcher.group(1).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean finds(Pattern pattern, String line) {
        return pattern.matcher(line.length() > LONGEST ? line.substring(line.length() - LONGEST) : line)
                .find();
    }

    /** At the end means there: whatever else an expression finds elsewhere, a prompt is what is waited at. */
    private static Pattern compile(String setting, String expression, boolean atEnd) {
        try {
            Pattern alone = Pattern.compile(expression);
            return atEnd ? Pattern.compile("(?:" + expression + ")\\z") : alone;
        } catch (PatternSyntaxException e) {
            throw new PromptPatternException(setting, expression, e);
        }
    }
}
