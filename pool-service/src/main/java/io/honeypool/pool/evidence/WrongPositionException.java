package io.honeypool.pool.evidence;

/** A place in a list that no page of that list had. */
public class WrongPositionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    WrongPositionException() {
        super("no such place");
    }
}
