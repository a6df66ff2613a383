package io.honeypool.pool.kept;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An overlay that is, or was, kept.
 *
 * @param id its id
 * @param owner the pool service on whose host its file is
 * @param origin the guest it was of; null for a file that was found without a row
 * @param state where it is in its life
 * @param bytes size of its file
 * @param base the disk it lies on
 * @param keptAt since when it is kept
 * @param removal when and why it was removed; null while it was not
 * @param leases who had the guest, in order of time
 */
public record KeptOverlay(
        UUID id,
        String owner,
        @Nullable Origin origin,
        KeptState state,
        long bytes,
        Path base,
        Instant keptAt,
        @Nullable Removal removal,
        List<OfLease> leases) {

    /** Copies the list. */
    public KeptOverlay {
        leases = List.copyOf(leases);
    }

    /** The guest that an overlay was of. */
    public record Origin(UUID guestId, String guest, String profile, String image, String recipe) {}

    /** The end of an overlay. */
    public record Removal(RemovalReason reason, Instant at) {}

    /** A lease of the guest. */
    public record OfLease(
            UUID leaseId,
            InetAddress source,
            boolean shared,
            Instant createdAt,
            @Nullable Instant endedAt) {}

    KeptOverlay with(List<OfLease> known) {
        return new KeptOverlay(id, owner, origin, state, bytes, base, keptAt, removal, known);
    }

    boolean isRemovedFor(RemovalReason reason) {
        return removal != null && removal.reason() == reason;
    }
}
