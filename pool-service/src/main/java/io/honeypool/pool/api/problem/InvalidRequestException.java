package io.honeypool.pool.api.problem;

/** A request that says something it cannot say; the message tells the caller what. */
public final class InvalidRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public InvalidRequestException(String message) {
        super(message);
    }
}
