package io.honeypool.pool.api;

import io.honeypool.pool.evidence.Artifact;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An artifact, as the API shows it.
 *
 * @param content where to download it; null if the pool does not have it
 */
record ArtifactResource(
        String sha256,
        @Nullable Long size,
        @Nullable String mediaType,
        List<String> names,
        long times,
        Instant firstSeen,
        Instant lastSeen,
        long sessions,
        List<String> someSessions,
        @Nullable String content) {

    ArtifactResource {
        names = List.copyOf(names);
        someSessions = List.copyOf(someSessions);
    }

    static ArtifactResource of(Artifact artifact, Set<String> here) {
        return new ArtifactResource(
                artifact.sha256(),
                artifact.size(),
                artifact.mediaType(),
                artifact.names(),
                artifact.times(),
                artifact.firstSeen(),
                artifact.lastSeen(),
                artifact.sessions(),
                artifact.someSessions(),
                here.contains(artifact.sha256()) ? "/api/v1/artifacts/" + artifact.sha256() + "/content" : null);
    }
}
