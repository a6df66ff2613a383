package io.honeypool.proxy.events;

import java.util.Set;
import java.util.UUID;

/** A sink will not take events, however often they are sent. */
public final class RejectedEventsException extends Exception {

    private final Set<UUID> events;

    /** It refused the batch as a whole, and does not say for which of its events. */
    public RejectedEventsException(String reason) {
        this(reason, Set.of());
    }

    /**
     * It took the batch without some.
     *
     * @param events ids of those
     */
    public RejectedEventsException(String reason, Set<UUID> events) {
        super(reason);
        this.events = Set.copyOf(events);
    }

    /** Ids of those that it did not take, while it took all others; empty if it took none and does not say why. */
    public Set<UUID> events() {
        return events;
    }
}
