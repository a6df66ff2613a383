package io.honeypool.proxy;

import io.honeypool.common.settings.EnvironmentNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Stops the start when an environment variable looks like a setting of the sensor and is none. */
@Component
class EnvironmentCheck implements BeanFactoryPostProcessor {

    private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        Map<String, String> unknown = EnvironmentNames.unknown(System.getenv().keySet(), knownKeys());
        if (!unknown.isEmpty()) {
            throw new UnknownSettingsException(unknown);
        }
    }

    /** The keys of {@link SensorProperties}, from the metadata that the build makes of it. */
    static Set<String> knownKeys() {
        try (InputStream in = Objects.requireNonNull(EnvironmentCheck.class.getResourceAsStream(METADATA))) {
            return JsonMapper.shared()
                    .readTree(in)
                    .get("properties")
                    .valueStream()
                    .map(property -> property.get("name").stringValue())
                    .filter(name -> name.startsWith("honeypool."))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
