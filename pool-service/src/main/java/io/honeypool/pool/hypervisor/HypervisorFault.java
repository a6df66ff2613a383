package io.honeypool.pool.hypervisor;

import org.jspecify.annotations.Nullable;

/** The hypervisor refused or failed to do what it was asked. */
public final class HypervisorFault extends HypervisorException {

    private static final long serialVersionUID = 1L;

    /** Describes what was asked and what the hypervisor said. */
    public HypervisorFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
