package io.honeypool.pool.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * An element of a template.
 *
 * @param line where it begins
 * @param name its name
 * @param condition which values it is left out without or with
 * @param each the list for whose items it is repeated, if any
 * @param attributes its attributes, placeholders and all
 * @param text its text, placeholders and all
 * @param children its child elements
 */
record TemplateElement(
        int line,
        String name,
        Condition condition,
        @Nullable String each,
        SequencedMap<String, String> attributes,
        String text,
        List<TemplateElement> children) {

    TemplateElement {
        attributes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attributes));
        children = List.copyOf(children);
    }

    /**
     * When an element is there.
     *
     * @param with the value that must be there
     * @param without the value that must not be there
     */
    record Condition(@Nullable String with, @Nullable String without) {

        boolean holds(TemplateValues values) {
            return (with == null || values.has(with)) && (without == null || !values.has(without));
        }
    }
}
