package io.honeypool.pool.kept;

import io.honeypool.common.lease.SourceAddress;
import java.util.Optional;
import java.util.UUID;

/**
 * Which kept overlays to list.
 *
 * @param state only overlays in this state; none for those that are not removed
 * @param source only overlays of guests that this address had a lease of
 * @param guest only the overlay of this guest
 */
public record KeptFilter(Optional<KeptState> state, Optional<SourceAddress> source, Optional<UUID> guest) {}
