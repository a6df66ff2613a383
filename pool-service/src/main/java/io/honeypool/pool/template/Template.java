package io.honeypool.pool.template;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An XML document with placeholders such as <code>${name}</code> in attributes and text, and with elements that are
 * left out (<code>hp:if</code>, <code>hp:unless</code>) or repeated (<code>hp:each</code>). Values become text and
 * nothing else: they are escaped, and not looked through for placeholders. Immutable.
 */
public final class Template {

    static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private final String source;
    private final TemplateElement root;

    Template(String source, TemplateElement root) {
        this.source = source;
        this.root = root;
    }

    /** The file it is from. */
    public String source() {
        return source;
    }

    /**
     * The document for some values.
     *
     * @throws TemplateFailure if the template uses a value that is not there
     */
    public XmlElement expand(TemplateValues values) {
        return expand(root, values);
    }

    private List<XmlElement> expandAll(TemplateElement element, TemplateValues values) {
        List<TemplateValues> turns = element.each() == null ? List.of(values) : values.each(element.each());
        return turns.stream()
                .filter(element.condition()::holds)
                .map(turn -> expand(element, turn))
                .toList();
    }

    private XmlElement expand(TemplateElement element, TemplateValues values) {
        XmlElement expanded = XmlElement.named(element.name()).text(fill(element.text(), element.line(), values));
        element.attributes().forEach((name, value) -> expanded.with(name, fill(value, element.line(), values)));
        element.children().forEach(child -> expanded.containing(expandAll(child, values)));
        return expanded;
    }

    private String fill(String text, int line, TemplateValues values) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match, line, values)));
    }

    private String value(MatchResult match, int line, TemplateValues values) {
        String name = match.group(1);
        return values.find(name)
                .orElseThrow(() -> TemplateFailure.in(
                        source,
                        line,
                        "${" + name + "} has no value here: give the element hp:if=\"" + name
                                + "\", so that it is left out"));
    }
}
