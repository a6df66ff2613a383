package io.honeypool.proxy.events.remote;

import io.honeypool.proxy.events.EventSettings.Elasticsearch.Layout;
import io.honeypool.proxy.events.SpooledEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of a request that has events stored under their ids, each if there is none of that id.
 *
 * @param events ids, in order
 * @param body lines, to be sent in UTF-8
 */
record Bulk(List<UUID> events, String body) {

    private static final int DAY_LENGTH = "2026-01-31".length();

    /**
     * Makes as few as there can be.
     *
     * @param index what names of indexes begin with, or of a data stream
     * @param largest bytes of a body; an event that is larger goes alone
     */
    static List<Bulk> of(List<SpooledEvent> batch, String index, Layout layout, int largest) {
        List<Bulk> bulks = new ArrayList<>();
        List<UUID> events = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        int size = 0;
        for (SpooledEvent event : batch) {
            String lines = lines(event, index, layout);
            int length = lines.getBytes(StandardCharsets.UTF_8).length;
            if (size > 0 && size + length > largest) {
                bulks.add(new Bulk(List.copyOf(events), body.toString()));
                events.clear();
                body.setLength(0);
                size = 0;
            }
            events.add(event.id());
            body.append(lines);
            size += length;
        }
        bulks.add(new Bulk(List.copyOf(events), body.toString()));
        return bulks;
    }

    /** A data stream wants its own name for the time. */
    private static String lines(SpooledEvent event, String index, Layout layout) {
        String time =
                JsonMapper.shared().readTree(event.json()).path("timestamp").asString("");
        String target = switch (layout) {
            case DAILY ->
                index + "-"
                        + time.substring(0, Math.min(DAY_LENGTH, time.length())).replace('-', '.');
            case DATA_STREAM -> index;
        };
        String action =
                JsonMapper.shared().writeValueAsString(Map.of("create", Map.of("_index", target, "_id", event.id())));
        String source = "{\"@timestamp\":" + JsonMapper.shared().writeValueAsString(time) + ","
                + event.json().substring(1);
        return action + "\n" + source + "\n";
    }
}
