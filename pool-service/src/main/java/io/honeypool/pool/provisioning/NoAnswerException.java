package io.honeypool.pool.provisioning;

/** A guest that was started does not answer; the message says since when, or what became of it. */
final class NoAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
        super(message);
    }
}
