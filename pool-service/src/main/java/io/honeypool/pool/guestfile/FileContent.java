package io.honeypool.pool.guestfile;

/** Where the content of a file that was found is. */
public enum FileContent {
    /** Its row is there, its content may not be at its place. */
    STORING,
    /** In the store, under its SHA-256. */
    STORED,
    /** Not collected: it is larger than one file may be. */
    TOO_LARGE,
    /** Not collected: the host's disk had no room. */
    NO_ROOM,
    /** Not collected: the guest's file system has it broken or in a form that is not read. */
    UNREADABLE,
    /** It was stored, and made way for newer ones or got too old. */
    REMOVED,
    /** It was stored, and its file was not there any more. */
    LOST
}
