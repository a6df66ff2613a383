package io.honeypool.proxy.events.remote;

import io.honeypool.proxy.events.EventSettings;
import io.honeypool.proxy.events.SpooledEvent;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes syslog messages (RFC 5424) of events, whose text is the event as JSON or in the Common Event Format. */
final class SyslogMessage {

    /** Facility local0, severity notice. */
    private static final int PRIORITY = 16 * 8 + 5;

    private static final Pattern NO_NAME = Pattern.compile("[^!-~]");
    private static final int LONGEST_NAME = 32;
    private static final int SEVERITY = 5;
    private static final int SEVERITY_OF_LOGIN = 8;

    private SyslogMessage() {}

    /** The message, with its length before it (RFC 5425, section 4.3). */
    static byte[] framed(SpooledEvent event, EventSettings.Syslog.Format format) {
        JsonNode fields = JsonMapper.shared().readTree(event.json());
        String text = switch (format) {
            case JSON -> event.json();
            case CEF -> cef(fields);
        };
        String id = name(fields.path("eventid").asString("-"));
        String message = "<" + PRIORITY + ">1 " + name(fields.path("timestamp").asString("-")) + " "
                + name(fields.path("sensor").asString("-")) + " honeypool - " + id + " - " + text;
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        byte[] length = (bytes.length + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] framed = new byte[length.length + bytes.length];
        System.arraycopy(length, 0, framed, 0, length.length);
        System.arraycopy(bytes, 0, framed, length.length, bytes.length);
        return framed;
    }

    private static String name(String text) {
        String safe = NO_NAME.matcher(text).replaceAll("_");
        return safe.isEmpty() ? "-" : safe.substring(0, Math.min(LONGEST_NAME, safe.length()));
    }

    private static String cef(JsonNode event) {
        String id = event.path("eventid").asString("");
        int severity = id.equals("cowrie.login.success") ? SEVERITY_OF_LOGIN : SEVERITY;
        StringBuilder out = new StringBuilder("CEF:0|Honeypool|sensor|1|")
                .append(header(id))
                .append('|')
                .append(header(event.path("message").asString("")))
                .append('|')
                .append(severity)
                .append('|');
        field(out, "src", event.path("src_ip"));
        field(out, "spt", event.path("src_port"));
        field(out, "dst", event.path("dst_ip"));
        field(out, "dpt", event.path("dst_port"));
        field(out, "app", event.path("protocol"));
        field(out, "suser", event.path("username"));
        field(out, "externalId", event.path("session"));
        field(out, "dvchost", event.path("sensor"));
        out.append("cs1Label=event cs1=").append(value(event.toString()));
        return out.toString();
    }

    private static void field(StringBuilder out, String name, JsonNode value) {
        if (!value.isMissingNode()) {
            out.append(name).append('=').append(value(value.asString(""))).append(' ');
        }
    }

    private static String header(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|").replace('\n', ' ').replace('\r', ' ');
    }

    private static String value(String text) {
        return text.replace("\\", "\\\\")
                .replace("=", "\\=")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
