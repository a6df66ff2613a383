package io.honeypool.proxy.lease;

/** The settings of the backend do not make sense together, or name what cannot be used. */
public final class BackendException extends RuntimeException {

    private final String remedy;

    BackendException(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    /** What the operator can do about it. */
    public String remedy() {
        return remedy;
    }
}
