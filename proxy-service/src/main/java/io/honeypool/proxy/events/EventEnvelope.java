package io.honeypool.proxy.events;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event with its time and its session's identity: what a sink gets.
 *
 * @param identity whose event it is
 * @param event what happened
 * @param timestamp when
 * @param late whether the session had been closed already
 */
public record EventEnvelope(EventIdentity identity, HoneypotEvent event, Instant timestamp, boolean late) {

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The event as one flat object; identity fields win over an event's own of the same name. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("eventid", event.eventId());
        map.put("timestamp", MICROSECONDS.format(timestamp));
        map.put("session", identity.session());
        map.put("protocol", identity.protocol().label());
        map.put("src_ip", identity.sourceAddress());
        map.put("src_port", identity.sourcePort());
        if (!event.hasOwnDestination()) {
            map.put("dst_ip", identity.destinationAddress());
            map.put("dst_port", identity.destinationPort());
        }
        map.put("sensor", identity.sensor().name());
        map.put("uuid", identity.sensor().uuid().toString());
        map.put("message", event.message());
        if (late) {
            map.put("late", true);
        }
        event.fields().forEach(map::putIfAbsent);
        return map;
    }
}
