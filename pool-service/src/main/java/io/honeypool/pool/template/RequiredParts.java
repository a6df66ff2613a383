package io.honeypool.pool.template;

import java.util.ArrayList;
import java.util.List;

/** What a document must have, whatever template it is from: gathers what is missing. Not thread-safe. */
public final class RequiredParts {

    private final List<String> missing = new ArrayList<>();

    /** Requires a part, named by what it should be. */
    public RequiredParts require(boolean present, String part) {
        if (!present) {
            missing.add(part);
        }
        return this;
    }

    /**
     * Ends the check.
     *
     * @throws TemplateFailure if anything is missing
     */
    public void check(Template template) {
        if (!missing.isEmpty()) {
            throw new TemplateFailure(
                    template.source(), "drops what guests need: there must be " + String.join("; ", missing), null);
        }
    }
}
