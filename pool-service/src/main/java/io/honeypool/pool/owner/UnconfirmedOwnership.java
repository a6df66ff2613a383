package io.honeypool.pool.owner;

/** This service cannot know at the moment whether its guests are still its own. */
public final class UnconfirmedOwnership extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnconfirmedOwnership(String name) {
        super("the last heartbeat of " + name + " is too long ago");
    }
}
