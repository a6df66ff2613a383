package io.honeypool.pool.settings;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/**
 * The settings of every guest profile: what {@code honeypool.pool.profiles.<name>} does not say,
 * {@code honeypool.pool.guests} does. Without any profile there is one, called {@code default}.
 */
@Component
public class ProfileSettings {

    /** Name of the profile of a pool that was given none. */
    public static final String DEFAULT = "default";

    private static final String SHARED = "honeypool.pool.guests";
    private static final String PROFILES = "honeypool.pool.profiles";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?");

    private final SequencedMap<String, GuestSettings> profiles;
    private final String defaultName;

    ProfileSettings(HoneypoolSettings settings, ConfigurableEnvironment environment, Validator validator) {
        Set<String> names = new TreeSet<>(settings.pool().profiles().keySet());
        if (names.isEmpty()) {
            names.add(DEFAULT);
        }
        this.profiles = new LinkedHashMap<>();
        names.forEach(name -> profiles.put(checked(name), bind(name, environment, validator)));
        this.defaultName = defaultName(settings.pool());
        checkProtocols(settings.pool().protocolProfiles());
    }

    /** Every profile by name, in order of name. */
    public Map<String, GuestSettings> all() {
        return Map.copyOf(profiles);
    }

    /** Names of the profiles, in order. */
    public List<String> names() {
        return List.copyOf(profiles.keySet());
    }

    /** The profile for whoever names none. */
    public String defaultName() {
        return defaultName;
    }

    /** Guests of all profiles in all. */
    public int maximum() {
        return profiles.values().stream().mapToInt(GuestSettings::maximum).sum();
    }

    private static GuestSettings bind(String name, ConfigurableEnvironment environment, Validator validator) {
        List<ConfigurationPropertySource> layers = new ArrayList<>();
        for (String prefix : List.of(PROFILES + "." + name, SHARED)) {
            ConfigurationPropertySources.get(environment).forEach(source -> layers.add(source.withPrefix(prefix)));
        }
        GuestSettings bound = new Binder(layers, new PropertySourcesPlaceholdersResolver(environment))
                .bindOrCreate(ConfigurationPropertyName.EMPTY, Bindable.of(GuestSettings.class), null);
        Set<ConstraintViolation<GuestSettings>> violations = validator.validate(bound);
        if (!violations.isEmpty()) {
            throw new StartupFailure(
                    violations.stream()
                            .map(v -> PROFILES + "." + name + "."
                                    + DataObjectPropertyName.toDashedForm(
                                            v.getPropertyPath().toString()) + ": " + v.getMessage() + ".")
                            .sorted()
                            .collect(Collectors.joining("\n")),
                    "Correct it there, or in " + SHARED + ", which applies where the profile says nothing.");
        }
        return bound;
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new StartupFailure(
                    PROFILES + "." + name + ": the name of a profile must be 1 to 30 of a-z, 0-9 and -.",
                    "Give the profile another name.");
        }
        return name;
    }

    private String defaultName(PoolSettings pool) {
        String chosen = pool.defaultProfile();
        if (chosen != null) {
            require("honeypool.pool.default-profile", chosen);
            return chosen;
        }
        if (profiles.containsKey(DEFAULT) || profiles.size() == 1) {
            return profiles.containsKey(DEFAULT)
                    ? DEFAULT
                    : profiles.firstEntry().getKey();
        }
        throw new StartupFailure(
                "There are several profiles (" + String.join(", ", profiles.keySet()) + ") and none is the default.",
                "Name one in honeypool.pool.default-profile.");
    }

    private void checkProtocols(ProtocolProfiles chosen) {
        require("honeypool.pool.protocol-profiles.ssh", chosen.ssh());
        require("honeypool.pool.protocol-profiles.telnet", chosen.telnet());
    }

    private void require(String key, @Nullable String name) {
        if (name != null && !profiles.containsKey(name)) {
            throw new StartupFailure(
                    key + ": there is no profile " + name + ".",
                    "Name one of: " + String.join(", ", profiles.keySet()) + ".");
        }
    }
}
