package io.honeypool.pool.owner;

/** Wants to know when a pool service is declared dead. */
@FunctionalInterface
public interface OwnerDeathListener {

    /**
     * Ends what depended on a dead service; called within the transaction that declares it dead, and again later for
     * what was under way at that time. Changes rows only.
     *
     * @param owner name of the dead service
     */
    void ownerDied(String owner);
}
