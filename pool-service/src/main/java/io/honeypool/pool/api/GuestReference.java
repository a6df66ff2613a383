package io.honeypool.pool.api;

import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guest.GuestState;
import java.util.UUID;

/** A guest where it is mentioned. */
record GuestReference(UUID guestId, String name, String address, GuestState state) {

    static GuestReference of(Guest guest) {
        return new GuestReference(guest.id(), guest.name(), guest.address().getHostAddress(), guest.state());
    }
}
