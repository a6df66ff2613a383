package io.honeypool.pool.template;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * An XML element; values are escaped when it is written, and characters that XML 1.0 cannot hold are refused. Not
 * thread-safe.
 */
public final class XmlElement {

    private final String name;
    private final SequencedMap<String, String> attributes = new LinkedHashMap<>();
    private final List<XmlElement> children = new ArrayList<>();
    private String text = "";

    private XmlElement(String name) {
        this.name = name;
    }

    /** An empty element. */
    public static XmlElement named(String name) {
        return new XmlElement(name);
    }

    /** Adds an attribute. */
    public XmlElement with(String attribute, Object value) {
        attributes.put(attribute, checked(value.toString()));
        return this;
    }

    /** Adds child elements. */
    public XmlElement containing(XmlElement... elements) {
        return containing(List.of(elements));
    }

    /** Adds child elements. */
    public XmlElement containing(List<XmlElement> elements) {
        children.addAll(elements);
        return this;
    }

    /** Sets the text. */
    public XmlElement text(Object value) {
        text = checked(value.toString());
        return this;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Names of its attributes. */
    public Set<String> attributes() {
        return Set.copyOf(attributes.keySet());
    }

    /** The value of an attribute; empty if it does not have it. */
    public String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    /** Its text. */
    public String text() {
        return text;
    }

    /** Its child elements. */
    public List<XmlElement> children() {
        return List.copyOf(children);
    }

    /** Its child elements of a name. */
    public List<XmlElement> all(String child) {
        return children.stream().filter(c -> c.name.equals(child)).toList();
    }

    /** Its child element of a name; empty if there is none, or more than one. */
    public Optional<XmlElement> only(String child) {
        List<XmlElement> found = all(child);
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** An attribute of its only child element of a name; empty without it. */
    public String attributeOf(String child, String attribute) {
        return only(child).map(c -> c.attribute(attribute)).orElse("");
    }

    /** The text of its only child element of a name; empty without it. */
    public String textOf(String child) {
        return only(child).map(XmlElement::text).orElse("");
    }

    /** The document of which this element is the root. */
    @Override
    public String toString() {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            writeTo(writer);
            writer.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toString();
    }

    private void writeTo(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement(name);
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            writer.writeAttribute(attribute.getKey(), attribute.getValue());
        }
        if (!text.isEmpty()) {
            writer.writeCharacters(text);
        }
        for (XmlElement child : children) {
            child.writeTo(writer);
        }
        writer.writeEndElement();
    }

    /** Whether a value holds characters that do not go into a document. */
    static boolean isUnprintable(String value) {
        return value.codePoints().anyMatch(c -> c < ' ' || c == 0xfffe || c == 0xffff || isSurrogate(c));
    }

    private static String checked(String value) {
        if (isUnprintable(value)) {
            throw new IllegalArgumentException("a value with control characters does not go into an XML document");
        }
        return value;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
