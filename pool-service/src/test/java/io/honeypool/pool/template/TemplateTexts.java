package io.honeypool.pool.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Built-in templates with a change, as an operator would make it. */
public final class TemplateTexts {

    private TemplateTexts() {}

    /** The text of a built-in template. */
    public static String builtIn(TemplateKind kind) {
        try (InputStream in = Objects.requireNonNull(TemplateKind.class.getResourceAsStream(kind.file()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A built-in template with something else in the place of a part of it. */
    public static Template changed(TemplateKind kind, String part, String other) {
        String text = builtIn(kind);
        assertThat(text).contains(part);
        byte[] changed = text.replace(part, other).getBytes(StandardCharsets.UTF_8);
        return TemplateReader.read("changed " + kind.file(), changed, kind.vocabulary());
    }

    /** The built-in templates with one in the place of another. */
    public static Templates templates(TemplateKind kind, Template template) {
        return Templates.builtIn().with(kind, template);
    }
}
