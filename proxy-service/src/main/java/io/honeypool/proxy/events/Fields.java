package io.honeypool.proxy.events;

import java.util.LinkedHashMap;
import java.util.Map;

/** Ordered maps from alternating names and values. */
final class Fields {

    private Fields() {}

    static Map<String, Object> of(Object... namesAndValues) {
        Map<String, Object> fields = LinkedHashMap.newLinkedHashMap(namesAndValues.length / 2);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    /** As content for Cowrie's stream wants a duration. */
    static double seconds(long millis) {
        return millis / 1000.0;
    }
}
