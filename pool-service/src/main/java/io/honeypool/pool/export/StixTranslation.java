package io.honeypool.pool.export;

import io.honeypool.pool.evidence.StoredEvent;
import io.honeypool.pool.evidence.StoredSession;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in STIX what sessions and events say; pure. */
final class StixTranslation {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int LAST_PORT = 65_535;

    /** When the identity of a pool was made up: the same in every export. */
    private static final String BEGINNING = "2026-01-01T00:00:00.000Z";

    private StixTranslation() {}

    static StixObject.Identity identity(String pool) {
        return new StixObject.Identity(
                StixIds.own("identity", Map.of("name", pool)), BEGINNING, BEGINNING, "Honeypool " + pool, "system");
    }

    static StixObject.Address address(StoredSession session) {
        String value = session.sourceAddress();
        return new StixObject.Address(StixIds.standard(family(session) + "-addr", Map.of("value", value)), value);
    }

    /**
     * The connection.
     *
     * @param connect how the session began; null if that is not known
     */
    static StixObject.NetworkTraffic traffic(StoredSession session, @Nullable StoredEvent connect) {
        Instant ended = session.endedAt();
        String start = TIME.format(session.startedAt());
        String end = ended == null ? null : TIME.format(ended);
        String source = address(session).id();
        Integer sourcePort = port(connect, "src_port");
        Integer port = port(connect, "dst_port");
        List<String> protocols = List.of(family(session), "tcp", session.protocol());
        Map<String, Object> contributing =
                new TreeMap<>(Map.of("start", start, "src_ref", source, "protocols", protocols));
        put(contributing, "end", end);
        put(contributing, "src_port", sourcePort);
        put(contributing, "dst_port", port);
        return new StixObject.NetworkTraffic(
                StixIds.standard("network-traffic", contributing),
                start,
                end,
                ended == null,
                source,
                sourcePort,
                port,
                protocols);
    }

    static StixObject.ObservedData observed(StoredSession session, StixObject.Identity teller, List<String> seen) {
        String first = TIME.format(session.startedAt());
        String last = TIME.format(session.lastAt());
        return new StixObject.ObservedData(
                StixIds.own("observed-data", Map.of("sensor", session.sensor(), "session", session.session())),
                teller.id(),
                first,
                last,
                first,
                last,
                1,
                seen);
    }

    /** What an event tells of besides its session, if anything. */
    static Optional<StixObject> told(StoredEvent event) {
        return switch (event.type()) {
            case "cowrie.login.success", "cowrie.login.failed" -> account(event);
            case "cowrie.command.input" -> command(event);
            case "cowrie.session.file_upload", "cowrie.session.file_download" -> file(event);
            default -> Optional.empty();
        };
    }

    /** Not by the specification's properties, to which all passwords of a name are the same object. */
    private static Optional<StixObject> account(StoredEvent event) {
        String password = event.text("password");
        return filled(event.text("username")).map(name -> {
            Map<String, Object> contributing = new TreeMap<>(Map.of("account_login", name, "account_type", "unix"));
            put(contributing, "credential", password);
            return new StixObject.UserAccount(StixIds.own("user-account", contributing), name, password, "unix");
        });
    }

    private static Optional<StixObject> command(StoredEvent event) {
        return filled(event.text("input"))
                .map(input -> new StixObject.ProcessObject(
                        StixIds.random("process", event.id()), TIME.format(event.occurredAt()), input));
    }

    private static Optional<StixObject> file(StoredEvent event) {
        Long size = event.number("size");
        String name = filled(event.text("filename")).orElse(null);
        return filled(event.text("shasum"))
                .filter(hash -> SHA256.matcher(hash).matches())
                .map(hash -> {
                    Map<String, String> hashes = Map.of("SHA-256", hash);
                    Map<String, Object> contributing = new TreeMap<>(Map.of("hashes", hashes));
                    put(contributing, "name", name);
                    return new StixObject.FileObject(
                            StixIds.standard("file", contributing),
                            hashes,
                            size == null || size < 0 ? null : size,
                            name,
                            filled(event.text("type")).orElse(null));
                });
    }

    private static String family(StoredSession session) {
        return session.sourceAddress().indexOf(':') < 0 ? "ipv4" : "ipv6";
    }

    private static Optional<String> filled(@Nullable String text) {
        return Optional.ofNullable(text).filter(given -> !given.isEmpty());
    }

    private static @Nullable Integer port(@Nullable StoredEvent connect, String field) {
        Long port = connect == null ? null : connect.number(field);
        return port == null || port < 0 || port > LAST_PORT ? null : port.intValue();
    }

    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }
}
