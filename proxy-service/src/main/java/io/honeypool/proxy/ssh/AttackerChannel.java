package io.honeypool.proxy.ssh;

import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.relay.Outlet;
import java.io.IOException;
import java.util.List;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;

/**
 * The attacker's end of a session channel. It is confirmed when the guest has confirmed the channel's other end; from
 * then on every message is passed on as it comes, and what the attacker asks for is recorded.
 */
final class AttackerChannel extends AbstractServerChannel implements RelayedChannel {

    private final GuestLink guest;
    private final ChannelEvents events;
    private final ChannelEnd end = new ChannelEnd();

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
        end.open(this);
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
        end.connect(leg);
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
        end.leg().request(buffer);
    }

    @Override
    public void handleSuccess() throws IOException {
        end.leg().reply(true);
    }

    @Override
    public void handleFailure() throws IOException {
        end.leg().reply(false);
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        end.leg().eof();
    }

    @Override
    public void handleWindowAdjust(Buffer buffer) throws IOException {
        super.handleWindowAdjust(buffer);
        end.windowExpanded();
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) throws IOException {
        end.leg().data(data, off, Math.toIntExact(len));
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) throws IOException {
        end.leg().extendedData(data, off, Math.toIntExact(len));
    }

    @Override
    public Outlet data() {
        return end.data();
    }

    @Override
    public Outlet extendedData() {
        return end.extendedData();
    }

    @Override
    public void relayEof() {
        ChannelEnd.sendEof(this::sendEof);
    }
}
