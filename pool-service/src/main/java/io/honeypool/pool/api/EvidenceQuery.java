package io.honeypool.pool.api;

import io.honeypool.pool.api.problem.InvalidRequestException;
import io.honeypool.pool.evidence.EventFilter;
import io.honeypool.pool.evidence.SourceRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of the evidence is wanted, as it stands in a query. */
record EvidenceQuery(
        @Nullable String from,
        @Nullable String to,
        @Nullable String sourceAddress,
        @Nullable String sensorId,
        @Nullable String session,
        @Nullable String lease,
        @Nullable String hash,
        @Nullable String type) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    /** One that asks for a session only. */
    static EvidenceQuery ofSession(String session, @Nullable String sensorId) {
        return new EvidenceQuery(null, null, null, sensorId, session, null, null, null);
    }

    EventFilter filter() {
        return new EventFilter(
                read("from", from, EvidenceQuery::time, "must be a time like 2026-01-31T12:00:00Z."),
                read("to", to, EvidenceQuery::time, "must be a time like 2026-01-31T12:00:00Z."),
                read(
                        "sourceAddress",
                        sourceAddress,
                        SourceRange::parse,
                        "must be an address, or a network like 192.0.2.0/24."),
                Optional.ofNullable(sensorId).map(text -> RequestReader.id("sensorId", text)),
                Optional.ofNullable(session).map(text -> RequestReader.id("session", text)),
                Optional.ofNullable(lease).map(text -> RequestReader.uuid("lease", text)),
                read("hash", hash, EvidenceQuery::sha256, "must be a SHA-256, 64 hexadecimal digits."),
                Optional.ofNullable(type).map(text -> RequestReader.id("type", text)));
    }

    private static Instant time(String text) {
        Instant time = Instant.parse(text);
        if (!EventFilter.isTime(time)) {
            throw new IllegalArgumentException("no time of an event");
        }
        return time;
    }

    private static String sha256(String text) {
        if (!SHA256.matcher(text).matches()) {
            throw new IllegalArgumentException("no SHA-256");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static <T> Optional<T> read(String name, @Nullable String text, Function<String, T> reader, String wrong) {
        try {
            return Optional.ofNullable(text).map(reader);
        } catch (DateTimeException | IllegalArgumentException unreadable) {
            throw new InvalidRequestException(name + " " + wrong);
        }
    }
}
