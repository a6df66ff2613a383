package io.honeypool.pool.api;

import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guest.GuestState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A guest as the API shows it; its account stays between the pool and its sensors. */
record GuestResource(
        UUID guestId,
        String name,
        String owner,
        int slot,
        String profile,
        String image,
        String recipe,
        String address,
        GuestState state,
        Instant stateSince,
        Instant createdAt,
        @Nullable Instant readyAt,
        boolean stale,
        @Nullable String failure) {

    static GuestResource of(Guest guest) {
        return new GuestResource(
                guest.id(),
                guest.name(),
                guest.owner(),
                guest.slot(),
                guest.profile(),
                guest.image(),
                guest.recipe(),
                guest.address().getHostAddress(),
                guest.state(),
                guest.stateSince(),
                guest.createdAt(),
                guest.readyAt(),
                guest.isStale(),
                guest.failure());
    }
}
