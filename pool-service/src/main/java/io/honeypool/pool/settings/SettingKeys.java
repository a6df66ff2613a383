package io.honeypool.pool.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The keys of our settings, as the build's configuration metadata lists them. */
final class SettingKeys {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final String OURS = "honeypool.";

    private SettingKeys() {}

    /** Every key in kebab case. */
    static Set<String> all() {
        Set<String> keys = new TreeSet<>();
        try {
            ClassLoader loader = SettingKeys.class.getClassLoader();
            List<URL> documents = Collections.list(loader.getResources(METADATA));
            for (URL document : documents) {
                try (InputStream in = document.openStream()) {
                    JsonMapper.shared().readTree(in).path("properties").forEach(property -> add(property, keys));
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return keys;
    }

    private static void add(JsonNode property, Set<String> keys) {
        String name = property.path("name").asString("");
        if (name.startsWith(OURS)) {
            keys.add(name);
        }
    }
}
