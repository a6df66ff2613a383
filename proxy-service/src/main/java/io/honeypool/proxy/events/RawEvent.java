package io.honeypool.proxy.events;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * A message as it is before encryption, or a piece of one, only while raw logging is on. They stand as text if each
 * byte is printable US-ASCII or white space, otherwise in hexadecimal.
 */
public final class RawEvent implements HoneypotEvent {

    private final Direction direction;
    private final String form;
    private final String content;
    private final int length;
    private final boolean afterGap;
    private final boolean last;

    /**
     * Makes the event.
     *
     * @param direction where the bytes go
     * @param bytes the bytes
     * @param afterGap whether bytes before these were left out
     * @param last whether nothing of the session is recorded any more
     */
    public RawEvent(Direction direction, byte[] bytes, boolean afterGap, boolean last) {
        boolean text = isText(bytes);
        this.direction = direction;
        this.form = text ? "text" : "hex";
        this.content = text ? AttackerText.escape(bytes) : HexFormat.of().formatHex(bytes);
        this.length = bytes.length;
        this.afterGap = afterGap;
        this.last = last;
    }

    /** Where bytes go. */
    public enum Direction {
        /** From the attacker. */
        IN,
        /** To the attacker. */
        OUT;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String eventId() {
        return "honeypool.raw";
    }

    @Override
    public String message() {
        return length + " raw bytes " + direction.word();
    }

    @Override
    public Map<String, Object> fields() {
        return Fields.of("direction", direction.word(), "after_gap", afterGap, "last", last, form, content);
    }

    private static boolean isText(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .chars()
                .allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t' || c == '\r' || c == '\n');
    }
}
