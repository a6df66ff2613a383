package io.honeypool.proxy.auth;

import io.honeypool.proxy.state.WholeFile;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rule file: lines of {@code user:x:password}, the field's known form. {@code *} stands for any user or any
 * password, {@code /expression/} and {@code /expression/i} for those it is found in; {@code !} before a password
 * refuses it, {@code #} begins a comment line; colons may stand in a password.
 */
final class RuleFile {

    static final String DEFAULT_CONTENT = """
            # Who is let in: user:x:password, the first line that matches decides, no match refuses.
            # "*" is any user or any password, "/expression/" and "/expression/i" those it is found in;
            # "!" before a password refuses it.
            root:x:!root
            root:x:!123456
            root:x:!/honeypot/i
            root:x:*
            """;

    private static final long SIZE_LIMIT = 4L * 1024 * 1024;

    private RuleFile() {}

    /**
     * Makes the file with the default rules if there is none.
     *
     * @throws RuleFileException if it cannot be made
     */
    static void create(Path file) {
        try {
            if (Files.notExists(file)) {
                WholeFile.write(file, DEFAULT_CONTENT.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new RuleFileException(file, 0, "cannot be made: " + e);
        }
    }

    /**
     * Reads the file.
     *
     * @throws RuleFileException if it cannot be read or understood
     */
    static RuleSet read(Path file) {
        try {
            if (Files.size(file) > SIZE_LIMIT) {
                throw new RuleFileException(file, 0, "is larger than 4 MiB");
            }
            return parse(file, Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (MalformedInputException e) {
            throw new RuleFileException(file, 0, "is not UTF-8");
        } catch (IOException e) {
            throw new RuleFileException(file, 0, "cannot be read: " + e);
        }
    }

    static RuleSet parse(Path file, List<String> lines) {
        List<CredentialRule> rules = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                parseLine(lines.get(i)).ifPresent(rules::add);
            } catch (IllegalArgumentException e) {
                throw new RuleFileException(file, i + 1, e.getMessage());
            }
        }
        return new RuleSet(rules);
    }

    private static Optional<CredentialRule> parseLine(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return Optional.empty();
        }
        String[] parts = line.split(":", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("is not of the form user:x:password");
        }
        String password = parts[2].stripTrailing();
        boolean deny = password.startsWith("!");
        return Optional.of(new CredentialRule(
                username(parts[0]),
                pattern(deny ? password.substring(1) : password, "password"),
                deny ? new LoginDecision.Refused() : new LoginDecision.Accepted()));
    }

    /** A colon ends the user, also one in an expression: taken for a literal it would match nobody. */
    private static CredentialPattern username(String text) {
        CredentialPattern user = pattern(text, "user");
        if (text.startsWith("/") && user instanceof CredentialPattern.Literal) {
            throw new IllegalArgumentException(
                    "begins the user's regular expression with / but does not end it; it cannot hold a colon");
        }
        return user;
    }

    private static CredentialPattern pattern(String text, String what) {
        try {
            return CredentialPattern.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "has a regular expression for the " + what + " that cannot be used: " + e.getMessage(), e);
        }
    }
}
