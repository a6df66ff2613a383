package io.honeypool.proxy.events.remote;

import io.honeypool.proxy.events.EventTransport;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A server that events go to and that may be away for a while. */
interface OutageTarget extends AutoCloseable {

    /** The way there. */
    EventTransport transport();

    /** Takes it away. */
    void stop() throws Exception;

    /** Has it back, with what it had. */
    void start() throws Exception;

    /**
     * What it got, each once, in the order in which it came first.
     *
     * @throws Exception if it cannot be asked now
     */
    List<JsonNode> arrived() throws Exception;

    /** Whether it keeps an order. */
    default boolean isOrdered() {
        return true;
    }

    @Override
    void close();
}
