package io.honeypool.pool.guest;

/** How many guests of an owner and a profile are in a state. */
public interface GuestCount {

    /** The pool service that owns them. */
    String getOwner();

    /** The guest profile. */
    String getProfile();

    /** The state. */
    GuestState getState();

    /** The number of guests. */
    long getGuests();
}
