package io.honeypool.proxy.ssh;

import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.relay.Outlet;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;

/**
 * The attacker's end of a session channel. It is confirmed when the guest has confirmed the channel's other end; from
 * then on every message is passed on as it comes, and what the attacker asks for is recorded.
 */
final class AttackerChannel extends AbstractServerChannel implements RelayedChannel {

    private final GuestLink guest;
    private final ChannelEvents events;
    private @Nullable ChannelStreams streams;
    private volatile @Nullable ChannelLeg toGuest;

    AttackerChannel(GuestLink guest, EventLog events) {
        super("attacker", List.of(), null);
        this.guest = guest;
        this.events = new ChannelEvents(events);
    }

    @Override
    public OpenFuture open(long recipient, long rwSize, long packetSize, Buffer buffer) {
        setRecipient(recipient);
        getRemoteWindow().init(rwSize, packetSize, getSession().getFactoryManager());
        configureWindow();
        streams = new ChannelStreams(this);
        OpenFuture opened = new DefaultOpenFuture(this, futureLock);
        var _ = guest.openChannel(this).thenAccept(this::connect).whenComplete((none, failure) -> {
            if (failure == null) {
                opened.setOpened();
            } else {
                opened.setException(new SshChannelOpenException(
                        getChannelId(), SshConstants.SSH_OPEN_CONNECT_FAILED, "open failed"));
                close(true);
            }
        });
        return opened;
    }

    private void connect(GuestChannel channel) {
        ChannelLeg leg = new ChannelLeg(this, channel);
        toGuest = leg;
        addCloseFutureListener(closed -> leg.close());
        if (isClosing()) {
            throw new IllegalStateException("the attacker closed the channel before it was open");
        }
        signalChannelOpenSuccess();
        notifyStateChanged("opened");
    }

    @Override
    public void handleRequest(Buffer buffer) throws IOException {
        events.observe(buffer);
        leg().request(buffer);
    }

    @Override
    public void handleSuccess() throws IOException {
        leg().reply(true);
    }

    @Override
    public void handleFailure() throws IOException {
        leg().reply(false);
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        leg().eof();
    }

    @Override
    public void handleWindowAdjust(Buffer buffer) throws IOException {
        super.handleWindowAdjust(buffer);
        streams().windowExpanded();
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) throws IOException {
        leg().data(data, off, Math.toIntExact(len));
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) throws IOException {
        leg().extendedData(data, off, Math.toIntExact(len));
    }

    @Override
    public Outlet data() {
        return streams().data();
    }

    @Override
    public Outlet extendedData() {
        return streams().extended();
    }

    @Override
    public void relayEof() {
        ChannelEnds.sendEof(this::sendEof);
    }

    private ChannelStreams streams() {
        return Objects.requireNonNull(streams, "the channel was never opened");
    }

    /** Only a peer that guesses channel numbers writes before the channel is confirmed; that ends its connection. */
    private ChannelLeg leg() throws IOException {
        ChannelLeg leg = toGuest;
        if (leg == null) {
            throw new IOException("channel message before the channel was confirmed");
        }
        return leg;
    }
}
