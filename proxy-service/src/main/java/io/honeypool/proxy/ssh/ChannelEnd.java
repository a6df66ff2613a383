package io.honeypool.proxy.ssh;

import io.honeypool.proxy.relay.Outlet;
import java.io.IOException;
import java.util.Objects;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.io.IoWriteFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both ends of a relayed channel have alike: the streams they write, once they are open, and the leg to the other
 * end, once that is there.
 */
final class ChannelEnd {

    private static final Logger log = LoggerFactory.getLogger(ChannelEnd.class);

    private @Nullable ChannelStreams streams;
    private volatile @Nullable ChannelLeg leg;

    /** The channel can be written to from now on. */
    void open(Channel channel) {
        streams = new ChannelStreams(channel);
    }

    /** What comes in goes to the other end from now on. */
    void connect(ChannelLeg toOtherEnd) {
        leg = toOtherEnd;
    }

    /**
     * The way to the other end.
     *
     * @throws IOException if there is none yet; only a peer that guesses channel numbers writes before its channel is
     *     confirmed, and that ends its connection
     */
    ChannelLeg leg() throws IOException {
        ChannelLeg connected = leg;
        if (connected == null) {
            throw new IOException("channel message before the channel was confirmed");
        }
        return connected;
    }

    Outlet data() {
        return streams().data();
    }

    Outlet extendedData() {
        return streams().extended();
    }

    /** Goes on with what waited for the peer's window. */
    void windowExpanded() throws IOException {
        streams().windowExpanded();
    }

    /** Sends the end of data; a session that is gone needs none. */
    static void sendEof(EofSender sender) {
        try {
            IoWriteFuture sent = sender.send();
            log.trace("end of data: {}", sent);
        } catch (IOException e) {
            log.debug("no end of data sent: {}", e.toString());
        }
    }

    private ChannelStreams streams() {
        return Objects.requireNonNull(streams, "the channel was never opened");
    }

    /** MINA's own way to send the end of data, which is null when it was sent before. */
    @FunctionalInterface
    interface EofSender {
        @Nullable IoWriteFuture send() throws IOException;
    }
}
