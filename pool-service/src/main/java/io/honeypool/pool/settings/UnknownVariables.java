package io.honeypool.pool.settings;

import io.honeypool.common.settings.EnvironmentNames;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.stereotype.Component;

/**
 * Fails the start over an environment variable or a system property that looks like a setting of ours and is none.
 * Spring itself reports unknown keys of files and of the command line only.
 */
@Component
class UnknownVariables implements BeanFactoryPostProcessor {

    private static final String OUR_PROPERTIES = "honeypool.pool.";
    private static final String PROFILES = "honeypool.pool.profiles";
    private static final String SHARED = "honeypool.pool.guests.";

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        check(System.getenv().keySet(), System.getProperties().stringPropertyNames(), SettingKeys.all());
    }

    static void check(Set<String> variables, Set<String> properties, Set<String> keys) {
        Set<String> shared = variables.stream()
                .filter(name -> !isOfProfile(name, "_", keys, EnvironmentNames::of))
                .collect(Collectors.toSet());
        Map<String, String> unknown = EnvironmentNames.unknown(shared, keys);
        if (!unknown.isEmpty()) {
            throw new StartupFailure(
                    unknown.keySet().stream()
                            .map(name -> "The environment variable " + name + " is no setting of the pool.")
                            .collect(Collectors.joining("\n")),
                    unknown.entrySet().stream()
                            .map(e -> "Remove " + e.getKey() + ", or did you mean " + e.getValue() + "?")
                            .collect(Collectors.joining("\n")));
        }
        Set<String> strange = new TreeSet<>(properties);
        strange.removeIf(name -> !name.startsWith(OUR_PROPERTIES)
                || keys.contains(name)
                || isOfProfile(name, ".", keys, UnaryOperator.identity()));
        if (!strange.isEmpty()) {
            throw new StartupFailure(
                    "No setting of the pool, but given as a Java system property: " + String.join(", ", strange),
                    "Remove it, or correct its name: docs/configuration-pool.md lists the settings.");
        }
    }

    /** Whether a name sets for one profile what some key sets for all of them. */
    private static boolean isOfProfile(String name, String separator, Set<String> keys, UnaryOperator<String> form) {
        String prefix = form.apply(PROFILES) + separator;
        return name.startsWith(prefix)
                && keys.stream()
                        .filter(key -> key.startsWith(SHARED))
                        .map(key -> separator + form.apply(key.substring(SHARED.length())))
                        .anyMatch(suffix -> name.endsWith(suffix) && name.length() > prefix.length() + suffix.length());
    }
}
