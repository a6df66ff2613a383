package io.honeypool.proxy.ssh;

import io.honeypool.proxy.relay.Outlet;
import java.io.IOException;
import org.apache.sshd.common.channel.LocalWindow;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.SshFutureListener;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/** One end of a relayed SSH channel, as the other end's {@link ChannelLeg} sees it. */
interface RelayedChannel {

    /** Takes channel data. */
    Outlet data();

    /** Takes extended data of type stderr. */
    Outlet extendedData();

    /** Tells the peer that no more data comes. */
    void relayEof();

    /** The peer's number of the channel. */
    long getRecipient();

    /** The SSH session the channel belongs to. */
    Session getSession();

    /** What the peer may still send. */
    LocalWindow getLocalWindow();

    /** Sends a message of the channel. */
    IoWriteFuture writePacket(Buffer buffer) throws IOException;

    /** Closes the channel, gracefully or at once. */
    CloseFuture close(boolean immediately);

    /** Calls back when the channel is closed. */
    void addCloseFutureListener(SshFutureListener<CloseFuture> listener);
}
