package io.honeypool.pool.evidence;

import java.time.Instant;
import java.util.List;

/**
 * A username with a password, and who tried it.
 *
 * @param attempts how often it was tried
 * @param accepted how often it was let in
 * @param sources how many addresses tried it
 * @param someSources a few of them
 */
public record Credential(
        String username,
        String password,
        long attempts,
        long accepted,
        Instant firstSeen,
        Instant lastSeen,
        long sources,
        List<String> someSources) {

    public Credential {
        someSources = List.copyOf(someSources);
    }
}
