package io.honeypool.pool.evidence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content of files that attackers moved, as events tell of it.
 *
 * @param sha256 of the content
 * @param size bytes; null if no event says
 * @param mediaType by its first bytes; null if no event says
 * @param names some of the names that it had
 * @param times how often it was moved
 * @param sessions in how many sessions
 * @param someSessions a few of them
 */
public record Artifact(
        String sha256,
        @Nullable Long size,
        @Nullable String mediaType,
        List<String> names,
        long times,
        Instant firstSeen,
        Instant lastSeen,
        long sessions,
        List<String> someSessions) {

    public Artifact {
        names = List.copyOf(names);
        someSessions = List.copyOf(someSessions);
    }
}
