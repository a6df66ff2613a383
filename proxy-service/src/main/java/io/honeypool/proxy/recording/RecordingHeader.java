package io.honeypool.proxy.recording;

import io.honeypool.common.lease.LoginProtocol;
import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.EventIdentity;
import io.honeypool.proxy.events.SensorIdentity;
import io.honeypool.proxy.relay.ChannelStart;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The first line of a recording. Beside what asciicast v2 has there, it says whose recording it is under
 * {@code honeypool}, so that a recording that lost its sensor still has its event.
 *
 * @param id the recording's name
 * @param identity the session's
 * @param channel which of the session's channels, from 0
 * @param begun when it began
 */
record RecordingHeader(String id, EventIdentity identity, int channel, Instant begun) {

    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    /** How much of a command stands in it; the event has all of it. */
    private static final int LONGEST_COMMAND = 4096;

    /** The header of a channel of a session. */
    static RecordingHeader of(EventIdentity identity, ChannelStart start) {
        return new RecordingHeader(identity.session() + "-" + start.number(), identity, start.number(), start.begun());
    }

    /** The line, without its end. */
    String line(ChannelStart start) {
        ChannelStart.Terminal terminal = start.terminal();
        Map<String, String> environment = new LinkedHashMap<>(start.environment());
        if (terminal != null && !terminal.type().isEmpty()) {
            environment.put("TERM", terminal.type());
        }
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("version", 2);
        header.put("width", terminal == null || terminal.columns() == 0 ? COLUMNS : terminal.columns());
        header.put("height", terminal == null || terminal.rows() == 0 ? ROWS : terminal.rows());
        header.put("timestamp", begun.getEpochSecond());
        String command = AttackerText.escape(start.command());
        if (!command.isEmpty()) {
            header.put("command", command.substring(0, Math.min(command.length(), LONGEST_COMMAND)));
        }
        header.put("title", identity.sourceAddress() + " " + kind(start));
        header.put("env", environment);
        header.put("honeypool", whose(start));
        return JsonMapper.shared().writeValueAsString(header);
    }

    static String kind(ChannelStart start) {
        return start.kind().name().toLowerCase(Locale.ROOT);
    }

    private Map<String, Object> whose(ChannelStart start) {
        Map<String, Object> whose = new LinkedHashMap<>();
        whose.put("recording", id);
        whose.put("kind", kind(start));
        whose.put("begun", begun.toString());
        whose.put("session", identity.session());
        whose.put("protocol", identity.protocol().name());
        whose.put("src_ip", identity.sourceAddress());
        whose.put("src_port", identity.sourcePort());
        whose.put("dst_ip", identity.destinationAddress());
        whose.put("dst_port", identity.destinationPort());
        whose.put("sensor", identity.sensor().name());
        whose.put("uuid", identity.sensor().uuid().toString());
        whose.put("channel", channel);
        return whose;
    }

    /**
     * Reads a line that {@link #line} made.
     *
     * @throws RuntimeException if it is not one
     */
    static RecordingHeader read(String line) {
        JsonNode whose = JsonMapper.shared().readTree(line).required("honeypool");
        EventIdentity identity = new EventIdentity(
                whose.required("session").asString(),
                LoginProtocol.valueOf(whose.required("protocol").asString()),
                whose.required("src_ip").asString(),
                whose.required("src_port").asInt(),
                whose.required("dst_ip").asString(),
                whose.required("dst_port").asInt(),
                new SensorIdentity(
                        whose.required("sensor").asString(),
                        UUID.fromString(whose.required("uuid").asString())));
        return new RecordingHeader(
                whose.required("recording").asString(),
                identity,
                whose.required("channel").asInt(),
                Instant.parse(whose.required("begun").asString()));
    }
}
