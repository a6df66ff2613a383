package io.honeypool.pool.evidencefile;

/** What became of a file that a sensor wanted to bring. */
public enum UploadOutcome {
    /** It is stored now. */
    STORED,
    /** It was there, or had been; what came of it was not kept. */
    KNOWN,
    /** It is larger than one may be. */
    TOO_LARGE,
    /** Quota or disk have no room for it. */
    NO_ROOM,
    /** As many as may be are being brought, of all sensors or of this one. */
    BUSY,
    /** It did not come whole, or too slowly. */
    CUT,
    /** What came has another SHA-256. */
    WRONG_HASH
}
