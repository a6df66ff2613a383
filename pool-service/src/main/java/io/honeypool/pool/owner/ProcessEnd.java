package io.honeypool.pool.owner;

/** Ends this process when it must not do anything any more. */
@FunctionalInterface
public interface ProcessEnd {

    /**
     * Ends the process at once, with exit code 1 and without whatever it does when it is stopped.
     *
     * @param reason what happened and what to do, for the log
     */
    void because(String reason);
}
