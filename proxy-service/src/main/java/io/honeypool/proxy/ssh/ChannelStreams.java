package io.honeypool.proxy.ssh;

import io.honeypool.proxy.relay.Outlet;
import java.io.IOException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelAsyncOutputStream;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** The two streams that a channel writes, data and extended data, sharing the peer's one window. */
final class ChannelStreams {

    private final ChannelAsyncOutputStream data;
    private final ChannelAsyncOutputStream extended;

    /**
     * Makes the streams.
     *
     * @param channel a channel that belongs to its session already
     */
    ChannelStreams(Channel channel) {
        this.data = new ChannelAsyncOutputStream(channel, SshConstants.SSH_MSG_CHANNEL_DATA);
        this.extended = new ChannelAsyncOutputStream(channel, SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA);
    }

    Outlet data() {
        return outlet(data);
    }

    Outlet extended() {
        return outlet(extended);
    }

    /** Goes on with what waited for the peer's window. */
    void windowExpanded() throws IOException {
        data.onWindowExpanded();
        extended.onWindowExpanded();
    }

    private static Outlet outlet(ChannelAsyncOutputStream stream) {
        return (bytes, written) -> stream.writeBuffer(new ByteArrayBuffer(bytes))
                .addListener(future -> written.complete(future.isWritten()));
    }
}
