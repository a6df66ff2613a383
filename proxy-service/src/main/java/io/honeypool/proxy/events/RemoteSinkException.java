package io.honeypool.proxy.events;

/** A sink on another host cannot be used as it is set. */
public final class RemoteSinkException extends RuntimeException {

    private final String advice;

    /**
     * Explains it.
     *
     * @param advice what an operator can do about it
     */
    public RemoteSinkException(String problem, String advice, Throwable cause) {
        super(problem, cause);
        this.advice = advice;
    }

    public RemoteSinkException(String problem, String advice) {
        super(problem);
        this.advice = advice;
    }

    /** What an operator can do about it. */
    public String advice() {
        return advice;
    }
}
