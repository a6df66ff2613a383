package io.honeypool.pool.template;

import io.honeypool.pool.settings.StartupFailure;
import org.jspecify.annotations.Nullable;

/** A template that cannot be used. */
public final class TemplateFailure extends StartupFailure {

    private static final long serialVersionUID = 1L;

    /**
     * Describes what is wrong with a template as a whole.
     *
     * @param source the template's file
     * @param problem what is wrong, as in "The template ... ..."
     */
    public TemplateFailure(String source, String problem, @Nullable Throwable cause) {
        super(
                "The template " + source + " " + problem + ".",
                "Correct the file (docs/templates.md says what it may hold), or remove it to have the built-in one.",
                cause);
    }

    /** Describes what is wrong in a line of a template. */
    static TemplateFailure in(String source, int line, String problem) {
        return new TemplateFailure(source, "cannot be used: line " + line + ": " + problem, null);
    }
}
