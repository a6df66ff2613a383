package io.honeypool.pool.testing;

import io.honeypool.pool.testing.Api.Answer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Events as a sensor brings them. */
public final class SensorEvents {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Api api;
    private final String name;

    /** Brings them with the token of an API, in the name of a sensor. */
    public SensorEvents(Api api, String name) {
        this.api = api;
        this.name = name;
    }

    /** Brings some, each with an id of its own; returns how many were new. */
    public long send(List<String> events) {
        Answer answer = api.call("POST", "/api/v1/events", batch(name, events));
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return answer.json().path("stored").asLong();
    }

    /** The same. */
    public long send(String... events) {
        return send(List.of(events));
    }

    /** A call's body. */
    public static String batch(String name, List<String> events) {
        return events.stream()
                .map(event -> "{\"id\":\"" + UUID.randomUUID() + "\",\"event\":" + event + "}")
                .collect(Collectors.joining(",", "{\"sensorId\":\"" + name + "\",\"events\":[", "]}"));
    }

    /**
     * An event.
     *
     * @param source where its attacker comes from
     * @param more further fields, each with a comma before it
     */
    public static String event(String session, String source, String type, Instant time, String more) {
        return "{\"eventid\":\"%s\",\"timestamp\":\"%s\",\"session\":\"%s\",\"protocol\":\"ssh\",\"src_ip\":\"%s\",\"src_port\":40022%s}"
                .formatted(type, TIME.format(time), session, source, more);
    }
}
