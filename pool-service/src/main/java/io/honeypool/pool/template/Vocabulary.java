package io.honeypool.pool.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that a template may use.
 *
 * @param values names of values
 * @param lists names of lists, and of the values that an item of it has
 */
public record Vocabulary(Set<String> values, Map<String, Set<String>> lists) {

    public Vocabulary {
        values = Set.copyOf(values);
        lists = Map.copyOf(lists);
    }

    /** Values alone. */
    static Vocabulary of(String... values) {
        return new Vocabulary(Set.of(values), Map.of());
    }

    /** The same and a list. */
    Vocabulary and(String list, String... items) {
        Map<String, Set<String>> all = new HashMap<>(lists);
        all.put(list, Set.of(items));
        return new Vocabulary(values, all);
    }

    /** Everything that may stand between braces, in order. */
    public Set<String> placeholders() {
        Set<String> all = new TreeSet<>(values);
        lists.forEach((list, items) -> items.forEach(item -> all.add(list + "." + item)));
        return all;
    }
}
