package io.honeypool.pool.evidencefile;

import org.jspecify.annotations.Nullable;

/**
 * A file that a sensor brings, as it is announced.
 *
 * @param sha256 of its bytes, in hex
 * @param bytes how many there are
 * @param sensor who brings it; null for one on the pool's own host
 * @param recording name of the recording that it is; null for an artifact
 */
public record Upload(
        EvidenceKind kind,
        String sha256,
        long bytes,
        @Nullable String sensor,
        @Nullable String recording) {}
