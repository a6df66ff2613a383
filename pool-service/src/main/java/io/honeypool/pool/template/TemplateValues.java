package io.honeypool.pool.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is put in the place of placeholders. Not thread-safe. */
public final class TemplateValues {

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, List<TemplateValues>> lists = new HashMap<>();

    /** Gives a value; null leaves it away. */
    public TemplateValues with(String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value.toString());
        }
        return this;
    }

    /** Gives a value that is there only to be asked for. */
    public TemplateValues when(String name, boolean present) {
        return with(name, present ? "yes" : null);
    }

    /** Gives a list; the values of an item are named as they are within it. */
    public TemplateValues withList(String name, List<TemplateValues> items) {
        lists.put(name, List.copyOf(items));
        return this;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** These values and those of every item of a list, one item at a time. */
    List<TemplateValues> each(String list) {
        return lists.getOrDefault(list, List.of()).stream()
                .map(item -> {
                    TemplateValues all = new TemplateValues();
                    all.values.putAll(values);
                    all.lists.putAll(lists);
                    item.values.forEach((name, value) -> all.values.put(list + "." + name, value));
                    return all;
                })
                .toList();
    }
}
