package io.honeypool.common.settings;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds environment variables that look like settings of ours and are none. Spring reports unknown keys of files and of
 * the command line by itself, but lets unknown environment variables pass.
 *
 * <p>The mapping is Spring's relaxed binding: a key in upper case, dots as underscores, dashes left out.
 */
public final class EnvironmentNames {

    private static final String PREFIX = "HONEYPOOL_";

    private EnvironmentNames() {}

    /**
     * Names the variables that begin with {@code HONEYPOOL_} and belong to no known key, each with the nearest known
     * name.
     *
     * @param variables names of environment variables
     * @param knownKeys setting keys in kebab case
     * @return unknown name to nearest known one, in order of name
     */
    public static Map<String, String> unknown(Set<String> variables, Collection<String> knownKeys) {
        List<String> known =
                knownKeys.stream().map(EnvironmentNames::of).sorted().toList();
        Set<String> lookup = Set.copyOf(known);
        return variables.stream()
                .filter(name -> name.startsWith(PREFIX) && !lookup.contains(name))
                .collect(Collectors.toMap(name -> name, name -> nearest(name, known), (a, b) -> a, TreeMap::new));
    }

    /** The environment variable that sets a key. */
    public static String of(String key) {
        return key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static String nearest(String name, List<String> known) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(name, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** Levenshtein's distance, row by row. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
