package io.honeypool.proxy.ssh.connection;

import org.apache.sshd.common.util.buffer.Buffer;

/** Sees what an attacker sends through a channel, before the guest does. Must neither consume nor block. */
interface ChannelObserver {

    /** Sees nothing. */
    ChannelObserver NONE = new ChannelObserver() {};

    /**
     * Sees a channel request.
     *
     * @param request the request after its channel number (RFC 4254, section 5.4)
     */
    default void request(Buffer request) {}

    /**
     * Sees channel data.
     *
     * @param data the message after its channel number (RFC 4254, section 5.2)
     */
    default void data(Buffer data) {}
}
