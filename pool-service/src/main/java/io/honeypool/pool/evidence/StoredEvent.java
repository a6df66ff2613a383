package io.honeypool.pool.evidence;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event that is kept.
 *
 * @param sensor who sent it
 * @param number its place in the order of arrival
 * @param event as it was sent
 */
public record StoredEvent(
        UUID id,
        String sensor,
        @JsonIgnore long number,
        @JsonIgnore String session,
        @JsonIgnore String type,
        @JsonIgnore Instant occurredAt,
        @JsonIgnore String source,
        JsonNode event) {

    /** A field's text; null if it has none. */
    public @Nullable String text(String field) {
        JsonNode value = event.path(field);
        return value.isString() ? value.asString() : null;
    }

    /** A field's whole number; null if it has none. */
    public @Nullable Long number(String field) {
        JsonNode value = event.path(field);
        return value.isIntegralNumber() && value.canConvertToLong() ? value.asLong() : null;
    }

    /** What a field says; null if it does not say. */
    public @Nullable Boolean flag(String field) {
        JsonNode value = event.path(field);
        return value.isBoolean() ? value.asBoolean() : null;
    }
}
