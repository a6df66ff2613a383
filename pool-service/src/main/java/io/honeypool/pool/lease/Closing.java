package io.honeypool.pool.lease;

/**
 * What closing a connection found.
 *
 * @param done whether the connection was open
 * @param othersOpen whether its lease has open connections still
 * @param othersUsed whether any other connection of its lease used the guest, or may have
 */
record Closing(boolean done, boolean othersOpen, boolean othersUsed) {}
