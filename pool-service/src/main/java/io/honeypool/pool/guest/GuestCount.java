package io.honeypool.pool.guest;

/** How many guests of a profile are in a state. */
public interface GuestCount {

    /** The guest profile. */
    String getProfile();

    /** The state. */
    GuestState getState();

    /** The number of guests. */
    long getGuests();
}
