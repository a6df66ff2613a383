package io.honeypool.pool.template;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads one template. Whatever it holds beside elements, attributes, text and comments is refused: document types and
 * with them entities, processing instructions, and elements or attributes of namespaces that are not ours, which is how
 * libvirt passes arguments to QEMU by.
 */
final class TemplateReader {

    /** The namespace of our attributes. */
    static final String NAMESPACE = "urn:honeypool:template";

    private static final int DEEPEST = 30;

    private final String source;
    private final Vocabulary vocabulary;
    private final List<String> lists = new ArrayList<>();
    private int depth;

    private TemplateReader(String source, Vocabulary vocabulary) {
        this.source = source;
        this.vocabulary = vocabulary;
    }

    /**
     * Reads it.
     *
     * @param source the file, for messages
     * @throws TemplateFailure if it cannot be used, with the line
     */
    static Template read(String source, byte[] content, Vocabulary vocabulary) {
        return new Template(source, new TemplateReader(source, vocabulary).document(content));
    }

    private TemplateElement document(byte[] content) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(content));
            TemplateElement root = null;
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    root = element(reader);
                } else {
                    requireHarmless(reader);
                }
            }
            reader.close();
            if (root == null) {
                throw failure(1, "there is no element in it");
            }
            requirePermanent(root);
            return root;
        } catch (XMLStreamException broken) {
            int line = broken.getLocation() == null ? 1 : broken.getLocation().getLineNumber();
            throw failure(line, "it is not well-formed XML: " + firstLine(broken));
        }
    }

    private TemplateElement element(XMLStreamReader reader) throws XMLStreamException {
        int line = line(reader);
        if (!qualifier(reader.getNamespaceURI()).isEmpty()) {
            throw failure(
                    line,
                    "<" + reader.getPrefix() + ":" + reader.getLocalName()
                            + "> is of another namespace, which is not allowed");
        }
        if (++depth > DEEPEST) {
            throw failure(line, "elements are nested deeper than " + DEEPEST);
        }
        Head head = head(reader, line);
        if (head.each() != null) {
            lists.add(head.each());
        }
        checkNames(head, line);
        StringBuilder text = new StringBuilder();
        List<TemplateElement> children = new ArrayList<>();
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            switch (reader.getEventType()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(reader));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                default -> requireHarmless(reader);
            }
        }
        String stripped = text(text, line, !children.isEmpty());
        if (head.each() != null) {
            lists.removeLast();
        }
        depth--;
        return new TemplateElement(
                line, head.name(), head.condition(), head.each(), head.attributes(), stripped, children);
    }

    /** What a start tag says. */
    private record Head(
            String name,
            TemplateElement.Condition condition,
            @Nullable String each,
            SequencedMap<String, String> attributes) {}

    private Head head(XMLStreamReader reader, int line) {
        SequencedMap<String, String> own = new LinkedHashMap<>();
        Map<String, String> directives = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String namespace = qualifier(reader.getAttributeNamespace(i));
            String name = reader.getAttributeLocalName(i);
            String value = reader.getAttributeValue(i);
            if (namespace.isEmpty()) {
                own.put(name, placeholders(value, line));
            } else if (namespace.equals(NAMESPACE)
                    && List.of("if", "unless", "each").contains(name)) {
                directives.put(name, value);
            } else {
                throw failure(
                        line,
                        "the attribute " + reader.getAttributePrefix(i) + ":" + name
                                + " is none of hp:if, hp:unless and hp:each of the namespace " + NAMESPACE);
            }
        }
        return new Head(
                reader.getLocalName(),
                new TemplateElement.Condition(directives.get("if"), directives.get("unless")),
                directives.get("each"),
                own);
    }

    private void checkNames(Head head, int line) {
        if (head.each() != null && !vocabulary.lists().containsKey(head.each())) {
            throw failure(
                    line,
                    "there is no list " + head.each() + "; there "
                            + known(vocabulary.lists().keySet()));
        }
        checkCondition(head.condition().with(), line);
        checkCondition(head.condition().without(), line);
        head.attributes().values().forEach(value -> checkPlaceholders(value, line));
    }

    private void checkCondition(@Nullable String name, int line) {
        if (name != null && !isKnown(name)) {
            throw failure(line, "there is no value " + name + "; there " + known(vocabulary.placeholders()));
        }
    }

    private String text(StringBuilder raw, int line, boolean hasChildren) {
        String text = raw.toString().strip();
        if (hasChildren && !text.isEmpty()) {
            throw failure(line, "there is text beside elements in it");
        }
        checkPlaceholders(placeholders(text, line), line);
        return text;
    }

    /** The text as it is, provided that every placeholder in it is complete. */
    private String placeholders(String text, int line) {
        if (XmlElement.isUnprintable(text)) {
            throw failure(line, "its text has line breaks or control characters");
        }
        if (Template.PLACEHOLDER.matcher(text).replaceAll("").contains("${")) {
            throw failure(line, "${ begins a placeholder, and there is no } after it");
        }
        return text;
    }

    private void checkPlaceholders(String text, int line) {
        Matcher found = Template.PLACEHOLDER.matcher(text);
        while (found.find()) {
            if (!isKnown(found.group(1))) {
                throw failure(
                        line,
                        "there is no placeholder ${" + found.group(1) + "}; there " + known(vocabulary.placeholders()));
            }
        }
    }

    /** Whether it is a value, or one of an item of a list that is being gone through. */
    private boolean isKnown(String name) {
        return vocabulary.values().contains(name)
                || lists.stream()
                        .anyMatch(list -> name.startsWith(list + ".")
                                && vocabulary.placeholders().contains(name));
    }

    private void requirePermanent(TemplateElement root) {
        boolean conditional =
                root.each() != null || !root.condition().equals(new TemplateElement.Condition(null, null));
        if (conditional) {
            throw failure(root.line(), "the outermost element can be neither left out nor repeated");
        }
    }

    private void requireHarmless(XMLStreamReader reader) {
        switch (reader.getEventType()) {
            case XMLStreamConstants.COMMENT,
                    XMLStreamConstants.SPACE,
                    XMLStreamConstants.CHARACTERS,
                    XMLStreamConstants.END_DOCUMENT -> {}
            case XMLStreamConstants.DTD -> throw failure(line(reader), "a document type is not allowed");
            case XMLStreamConstants.ENTITY_REFERENCE ->
                throw failure(line(reader), "the entity &" + reader.getLocalName() + "; is not known");
            default -> throw failure(line(reader), "processing instructions are not allowed");
        }
    }

    private TemplateFailure failure(int line, String problem) {
        return TemplateFailure.in(source, line, problem);
    }

    private static String known(Iterable<String> names) {
        List<String> sorted = new ArrayList<>();
        names.forEach(sorted::add);
        sorted.sort(null);
        return sorted.isEmpty() ? "is none" : "are " + String.join(", ", sorted);
    }

    private static int line(XMLStreamReader reader) {
        return Math.max(1, reader.getLocation().getLineNumber());
    }

    private static String qualifier(@Nullable String namespace) {
        return namespace == null ? "" : namespace;
    }

    /** The parser's own message, without the place, which it puts before it in a line of its own. */
    private static String firstLine(XMLStreamException broken) {
        String message = String.valueOf(broken.getMessage());
        int marker = message.indexOf("Message: ");
        return marker < 0
                ? message
                : message.substring(marker + "Message: ".length()).strip();
    }
}
