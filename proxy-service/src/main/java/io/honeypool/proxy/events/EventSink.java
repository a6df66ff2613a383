package io.honeypool.proxy.events;

import java.io.IOException;

/**
 * Where events go. A sink is called from one thread of its own, one event after the other; it may block and it may
 * fail, neither of which disturbs a session or another sink.
 */
public interface EventSink extends AutoCloseable {

    /** The sink's name in metrics and in the diagnostic log. */
    String name();

    /**
     * Takes one event. An event counts as delivered when this returns.
     *
     * @throws IOException if it could not be stored; the dispatcher offers the same event again
     */
    void write(EventEnvelope event) throws IOException;

    @Override
    void close() throws IOException;
}
