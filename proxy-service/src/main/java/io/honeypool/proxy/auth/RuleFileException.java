package io.honeypool.proxy.auth;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The rule file cannot be used; says where and why. */
public final class RuleFileException extends RuntimeException {

    private final Path file;
    private final int line;
    private final String problem;

    RuleFileException(Path file, int line, @Nullable String problem) {
        super(file + (line > 0 ? ", line " + line : "") + ": " + problem);
        this.file = file;
        this.line = line;
        this.problem = String.valueOf(problem);
    }

    /** The file that was read. */
    public Path file() {
        return file;
    }

    /** The line at fault, from 1; 0 if it is the file as a whole. */
    public int line() {
        return line;
    }

    /** What is wrong, without any password. */
    public String problem() {
        return problem;
    }
}
