package io.honeypool.pool.api;

import io.honeypool.common.lease.SourceAddress;
import io.honeypool.pool.api.problem.InvalidRequestException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Events that a sensor sends.
 *
 * @param sensorId who sends them
 * @param events objects with an {@code id}, a UUID of its own, and what happened
 */
record EventBatch(@Nullable String sensorId, @Nullable ArrayNode events) {

    private static final int MOST = 1000;

    /** Says what is wrong with it; a database only says that something is. */
    ArrayNode checked() {
        ArrayNode given = events;
        if (given == null || given.isEmpty() || given.size() > MOST) {
            throw new InvalidRequestException("events must be 1 to " + MOST + " events.");
        }
        for (JsonNode entry : given) {
            RequestReader.uuid("id", entry.path("id").asString(""));
            check(entry.path("event"));
        }
        return given;
    }

    private static void check(JsonNode event) {
        RequestReader.id("session", event.path("session").asString(""));
        RequestReader.id("protocol", event.path("protocol").asString(""));
        RequestReader.id("eventid", event.path("eventid").asString(""));
        try {
            Instant.parse(event.path("timestamp").asString(""));
            SourceAddress.parse(event.path("src_ip").asString(""));
        } catch (DateTimeException | IllegalArgumentException wrong) {
            throw new InvalidRequestException("An event has a timestamp in ISO 8601 and an address as src_ip.");
        }
    }
}
