package io.honeypool.pool.hypervisor;

import org.jspecify.annotations.Nullable;

/** A hypervisor call that failed. */
public abstract sealed class HypervisorException extends RuntimeException
        permits HypervisorUnavailable, HypervisorFault, NetworkMismatch {

    private static final long serialVersionUID = 1L;

    HypervisorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
