package io.honeypool.proxy.ssh.connection;

import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Sees what passes through a channel before its receiver does. Called by one thread at a time; must neither consume nor
 * block.
 */
interface ChannelObserver {

    /** Sees nothing. */
    ChannelObserver NONE = new ChannelObserver() {};

    /**
     * Sees a channel request of the attacker.
     *
     * @param request the request after its channel number (RFC 4254, section 5.4)
     */
    default void request(Buffer request) {}

    /**
     * Sees channel data of the attacker.
     *
     * @param data the message after its channel number (RFC 4254, section 5.2)
     */
    default void data(Buffer data) {}

    /** The attacker sends no more data. */
    default void ended() {}

    /**
     * Sees channel data of the guest.
     *
     * @param data the message after its channel number
     */
    default void guestData(Buffer data) {}

    /**
     * Sees extended data of the guest, such as standard error.
     *
     * @param data the message after its channel number
     */
    default void guestExtendedData(Buffer data) {}

    /** The guest sends no more data. */
    default void guestEnded() {}

    /**
     * Sees a channel request of the guest, such as the status that a command ended with.
     *
     * @param request the request after its channel number
     */
    default void guestRequest(Buffer request) {}

    /** The guest answers the oldest request that wants an answer and has none. */
    default void answered(boolean success) {}

    /** Both ends are closed. */
    default void closed() {}
}
