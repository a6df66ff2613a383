package io.honeypool.pool.api;

import io.honeypool.pool.kept.KeptOverlay;
import io.honeypool.pool.kept.KeptState;
import io.honeypool.pool.kept.RemovalReason;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A kept overlay as the API shows it. */
record OverlayResource(
        UUID overlayId,
        String owner,
        KeptState state,
        long bytes,
        Instant keptAt,
        String base,
        @Nullable Origin guest,
        List<OfLease> leases,
        @Nullable Instant removedAt,
        @Nullable RemovalReason removalReason) {

    /** The guest it was of. */
    record Origin(UUID guestId, String name, String profile, String image, String recipe) {}

    /** A lease of that guest. */
    record OfLease(
            UUID leaseId,
            String sourceAddress,
            boolean shared,
            Instant createdAt,
            @Nullable Instant endedAt) {

        static OfLease of(KeptOverlay.OfLease lease) {
            return new OfLease(
                    lease.leaseId(),
                    lease.source().getHostAddress(),
                    lease.shared(),
                    lease.createdAt(),
                    lease.endedAt());
        }
    }

    static OverlayResource of(KeptOverlay overlay) {
        KeptOverlay.Origin origin = overlay.origin();
        KeptOverlay.Removal removal = overlay.removal();
        return new OverlayResource(
                overlay.id(),
                overlay.owner(),
                overlay.state(),
                overlay.bytes(),
                overlay.keptAt(),
                overlay.base().toString(),
                origin == null
                        ? null
                        : new Origin(
                                origin.guestId(), origin.guest(), origin.profile(), origin.image(), origin.recipe()),
                overlay.leases().stream().map(OfLease::of).toList(),
                removal == null ? null : removal.at(),
                removal == null ? null : removal.reason());
    }
}
