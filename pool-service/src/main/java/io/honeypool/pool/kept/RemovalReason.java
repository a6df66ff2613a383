package io.honeypool.pool.kept;

/** Why a kept overlay is gone, or going. */
public enum RemovalReason {
    /** An operator removed it. */
    OPERATOR,
    /** It was the oldest, and there was no room for all of them. */
    QUOTA,
    /** Its file was not there any more. */
    LOST
}
