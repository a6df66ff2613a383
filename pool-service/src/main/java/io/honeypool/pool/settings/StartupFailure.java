package io.honeypool.pool.settings;

import org.jspecify.annotations.Nullable;

/** Something an operator has to put right before the service can start: what is wrong and what to do. */
public class StartupFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * Describes the failure.
     *
     * @param description what is wrong, in one or two sentences
     * @param action what the operator can do about it
     * @param cause what reported it, if anything did
     */
    public StartupFailure(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    /** Describes a failure that nothing else reported. */
    public StartupFailure(String description, String action) {
        this(description, action, null);
    }

    /** What the operator can do. */
    public String action() {
        return action;
    }
}
