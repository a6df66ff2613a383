package io.honeypool.pool.guest;

/** A guest was told to take a step that {@link GuestLifecycle} does not have. */
public final class IllegalTransitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IllegalTransitionException(GuestState from, GuestState to) {
        super("a guest does not go from " + from + " to " + to);
    }
}
