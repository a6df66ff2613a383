package io.honeypool.pool.evidence;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which events or sessions to look at.
 *
 * @param from not before
 * @param to before
 * @param source only from these addresses
 * @param sensor only from this sensor
 * @param session only of this session
 * @param lease only of this lease: sessions that had it, and events that name it
 * @param hash only what has to do with the file of this SHA-256
 * @param type only events of this type; says nothing about sessions
 */
public record EventFilter(
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<SourceRange> source,
        Optional<String> sensor,
        Optional<String> session,
        Optional<UUID> lease,
        Optional<String> hash,
        Optional<String> type) {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** Whether a time is one that a database knows and an event may have. */
    public static boolean isTime(Instant time) {
        return !time.isBefore(FIRST) && !time.isAfter(LAST);
    }

    /** All that is of one session. */
    public static EventFilter of(StoredSession session) {
        return new EventFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(session.sensor()),
                Optional.of(session.session()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same for events of a type. */
    public EventFilter withType(String other) {
        return new EventFilter(from, to, source, sensor, session, lease, hash, Optional.of(other));
    }
}
