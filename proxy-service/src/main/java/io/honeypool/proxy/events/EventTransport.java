package io.honeypool.proxy.events;

import java.io.IOException;
import java.util.List;

/** The way to a sink that is elsewhere. Used by one thread; may block for a bounded time. */
public interface EventTransport extends AutoCloseable {

    /** The sink's name in metrics, in the diagnostic log, and of its directory. */
    String name();

    /**
     * Hands events over, in order. They count as taken when this returns; otherwise the same ones are sent again.
     *
     * @throws RejectedEventsException if they, or those that it names, will never be taken as they are
     * @throws IOException if they were not taken; worth another try
     */
    void send(List<SpooledEvent> batch) throws IOException, RejectedEventsException;

    /** Lets go of what it holds. */
    @Override
    default void close() {}
}
