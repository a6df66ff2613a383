package io.honeypool.pool.template;

import io.honeypool.pool.settings.ProfileSettings;
import io.honeypool.pool.settings.StateDirectory;
import io.honeypool.pool.template.TemplateKind.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The templates that apply, read once: a file in {@code etc/templates/<profile>} of the state directory, else one in
 * {@code etc/templates}, else the built-in one.
 */
@Component
public final class Templates {

    private static final String PLACE = "etc/templates";
    private static final int LARGEST = 256 * 1024;

    private final Map<String, Template> templates;

    @Autowired
    Templates(StateDirectory state, ProfileSettings profiles) {
        this(from(state.resolve(PLACE), profiles.names()).templates);
    }

    private Templates(Map<String, Template> templates) {
        this.templates = Map.copyOf(templates);
    }

    /** The built-in ones alone. */
    public static Templates builtIn() {
        Map<String, Template> templates = new HashMap<>();
        for (TemplateKind kind : TemplateKind.values()) {
            templates.put(
                    kind.file(), TemplateReader.read("built-in " + kind.file(), builtIn(kind), kind.vocabulary()));
        }
        return new Templates(templates);
    }

    /** Those of a directory, which need not be there, and the built-in ones for the rest. */
    static Templates from(Path directory, List<String> profiles) {
        Map<String, Template> templates = new HashMap<>(builtIn().templates);
        for (Path entry : Files.exists(directory) ? entries(directory) : List.<Path>of()) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry)) {
                require(profiles.contains(name), entry, "is a directory, and there is no guest profile " + name);
                entries(entry).forEach(file -> take(file, name + "/", Scope.PROFILE, templates));
            } else {
                take(entry, "", Scope.POOL, templates);
            }
        }
        return new Templates(templates);
    }

    /** These with one in the place of another. */
    Templates with(TemplateKind kind, Template template) {
        Map<String, Template> changed = new HashMap<>(templates);
        changed.put(kind.file(), template);
        return new Templates(changed);
    }

    /** The template of a kind that applies to the pool. */
    public Template of(TemplateKind kind) {
        return Objects.requireNonNull(templates.get(kind.file()));
    }

    /** The template of a kind that applies to a profile. */
    public Template of(TemplateKind kind, String profile) {
        return Objects.requireNonNullElse(templates.get(profile + "/" + kind.file()), of(kind));
    }

    /** A file that is none of the templates is a mistake that would go unnoticed. */
    private static void take(Path file, String prefix, Scope scope, Map<String, Template> templates) {
        String name = file.getFileName().toString();
        for (TemplateKind kind : TemplateKind.values()) {
            boolean applies = kind.scope() == Scope.PROFILE || kind.scope() == scope;
            if (kind.file().equals(name) && applies) {
                templates.put(prefix + name, TemplateReader.read(file.toString(), content(file), kind.vocabulary()));
                return;
            }
        }
        require(false, file, "is not one that can stand there: it must be one of " + names(scope));
    }

    private static String names(Scope scope) {
        List<String> names = new ArrayList<>();
        for (TemplateKind kind : TemplateKind.values()) {
            if (kind.scope() == Scope.PROFILE || kind.scope() == scope) {
                names.add(kind.file());
            }
        }
        return String.join(", ", names);
    }

    private static void require(boolean condition, Path file, String problem) {
        if (!condition) {
            throw new TemplateFailure(file.toString(), problem, null);
        }
    }

    private static List<Path> entries(Path directory) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
            found.forEach(entries::add);
        } catch (IOException | UncheckedIOException unreadable) {
            throw new TemplateFailure(directory.toString(), "cannot be read: " + unreadable.getMessage(), unreadable);
        }
        entries.sort(null);
        return entries;
    }

    private static byte[] content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            require(content.length <= LARGEST, file, "is larger than " + LARGEST / 1024 + " KiB");
            return content;
        } catch (IOException unreadable) {
            throw new TemplateFailure(file.toString(), "cannot be read: " + unreadable, unreadable);
        }
    }

    private static byte[] builtIn(TemplateKind kind) {
        try (InputStream in = Objects.requireNonNull(Templates.class.getResourceAsStream(kind.file()))) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
