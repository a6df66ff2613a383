package io.honeypool.pool.guest;

/** The guest profiles there are: one, so far. */
public final class GuestProfiles {

    /** Name of the profile that a sensor gets when it names none. */
    public static final String DEFAULT = "default";

    private GuestProfiles() {}
}
