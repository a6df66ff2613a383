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
 * password, {@code !} before a password refuses it, {@code #} begins a comment line; colons may stand in a password.
 */
public final class RuleFile {

    static final String DEFAULT_CONTENT = """
            # Who is let in: user:x:password, the first line that matches decides, no match refuses.
            # "*" is any user or any password; "!" before a password refuses it.
            root:x:!root
            root:x:!123456
            root:x:*
            """;

    private static final long SIZE_LIMIT = 4L * 1024 * 1024;

    private RuleFile() {}

    /**
     * Reads the file; one that is missing is made with the default rules first.
     *
     * @throws RuleFileException if it cannot be read or understood
     */
    public static CredentialPolicy load(Path file) {
        try {
            if (Files.notExists(file)) {
                WholeFile.write(file, DEFAULT_CONTENT.getBytes(StandardCharsets.UTF_8));
            }
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

    static CredentialPolicy parse(Path file, List<String> lines) {
        List<CredentialRule> rules = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            parseLine(file, i + 1, lines.get(i)).ifPresent(rules::add);
        }
        return new CredentialPolicy(rules);
    }

    private static Optional<CredentialRule> parseLine(Path file, int number, String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return Optional.empty();
        }
        String[] parts = line.split(":", 3);
        if (parts.length != 3) {
            throw new RuleFileException(file, number, "is not of the form user:x:password");
        }
        boolean deny = parts[2].startsWith("!");
        String password = deny ? parts[2].substring(1) : parts[2];
        rejectExpression(file, number, parts[0]);
        rejectExpression(file, number, password);
        LoginDecision decision = deny ? new LoginDecision.Refused() : new LoginDecision.Accepted();
        return Optional.of(new CredentialRule(parts[0], password, decision));
    }

    /** An expression taken for a literal would let nobody in, or everybody: better not to start. */
    private static void rejectExpression(Path file, int number, String pattern) {
        if (pattern.length() > 1 && pattern.startsWith("/") && (pattern.endsWith("/") || pattern.endsWith("/i"))) {
            throw new RuleFileException(file, number, "uses a regular expression, which this version does not support");
        }
    }
}
