package io.honeypool.proxy.ssh;

/** A persona that cannot be read, or that the sensor cannot be. */
public final class PersonaException extends RuntimeException {

    private final String source;

    public PersonaException(String source, String reason) {
        super(source + ": " + reason);
        this.source = source;
    }

    /** The file, as the operator knows it. */
    public String source() {
        return source;
    }
}
