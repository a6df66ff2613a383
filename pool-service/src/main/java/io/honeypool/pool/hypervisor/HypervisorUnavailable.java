package io.honeypool.pool.hypervisor;

import org.jspecify.annotations.Nullable;

/** The hypervisor cannot be reached; a later call may succeed. */
public final class HypervisorUnavailable extends HypervisorException {

    private static final long serialVersionUID = 1L;

    /** Describes the failure to reach it. */
    public HypervisorUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
