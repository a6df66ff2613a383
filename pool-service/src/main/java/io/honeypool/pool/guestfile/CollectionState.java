package io.honeypool.pool.guestfile;

/** How far reading a guest's disk for files is, or how it ended. */
public enum CollectionState {
    /** Under way, or cut off and to be taken up again. */
    COLLECTING,
    /** Everything within the limits is there. */
    COMPLETE,
    /** Some of it is there; the detail says what stopped it. */
    PARTIAL,
    /** There was nothing that could be read. */
    UNREADABLE
}
