package io.honeypool.pool.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Identifiers of STIX objects. The same thing has the same one in every export: a UUIDv5 over its contributing
 * properties in canonical JSON (STIX 2.1, section 2.9; RFC 8785; RFC 9562, section 5.5). Pure.
 */
final class StixIds {

    /** Of STIX itself, for objects whose contributing properties are those of the specification. */
    private static final UUID STIX = UUID.fromString("00abedb4-aa42-466c-9c01-fed23315a9b7");

    /** Ours, for all others: what the specification would call the same is not always the same to us. */
    private static final UUID OURS = UUID.fromString("5d1c8b9e-6a54-4c0b-9d0e-3f9a7c1e2b46");

    private static final int VERSION_4 = 4;
    private static final int VERSION_5 = 5;

    private StixIds() {}

    /** By the properties that the specification names. */
    static String standard(String type, Map<String, Object> contributing) {
        return type + "--" + named(STIX, canonical(contributing));
    }

    /** By properties of our choice. */
    static String own(String type, Map<String, Object> contributing) {
        return type + "--" + named(OURS, canonical(contributing));
    }

    /** For objects that are to have a random one: that of the event they are of, which is random and stays. */
    static String random(String type, UUID event) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(event.getMostSignificantBits())
                .putLong(event.getLeastSignificantBits());
        return type + "--" + marked(bytes, VERSION_4);
    }

    private static UUID named(UUID space, String name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(space.getMostSignificantBits())
                    .putLong(space.getLeastSignificantBits())
                    .flip());
            return marked(ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8))), VERSION_5);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static UUID marked(ByteBuffer bytes, int version) {
        long high = (bytes.getLong(0) & 0xffff_ffff_ffff_0fffL) | ((long) version << 12);
        long low = (bytes.getLong(Long.BYTES) & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** JSON of texts, whole numbers, lists and maps in the one form that RFC 8785 gives it. */
    static String canonical(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case Integer number -> number.toString();
            case List<?> list -> list.stream().map(StixIds::canonical).collect(Collectors.joining(",", "[", "]"));
            case Map<?, ?> map -> {
                SortedMap<String, String> members = new TreeMap<>();
                map.forEach((name, member) -> members.put(String.valueOf(name), canonical(member)));
                yield members.entrySet().stream()
                        .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                        .collect(Collectors.joining(",", "{", "}"));
            }
            default -> throw new IllegalArgumentException(value.getClass() + " is not foreseen");
        };
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> json.append(c < ' ' ? "\\u%04x".formatted(c) : String.valueOf((char) c));
            }
        });
        return json.append('"').toString();
    }
}
