package io.honeypool.proxy.relay;

import java.util.Optional;

/** Reads along with one session. */
public interface SessionTap extends AutoCloseable {

    /**
     * A channel begins to do something. Called on the thread that relays; must not block.
     *
     * @param start what is known of it
     * @param backlogs where the tap may count bytes that it has not dealt with, and so slow down who sends them
     * @return what sees the channel; empty if the tap is not interested
     */
    Optional<ChannelTap> opened(ChannelStart start, Backlogs backlogs);

    /**
     * Nothing passes any more and every channel is closed; waits, for a bounded time, until what was seen is kept. The
     * session's last event comes after it.
     */
    @Override
    void close();
}
