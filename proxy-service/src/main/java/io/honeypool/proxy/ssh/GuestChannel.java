package io.honeypool.proxy.ssh;

import io.honeypool.proxy.relay.Outlet;
import java.io.IOException;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.common.util.buffer.Buffer;

/** The guest's end of a session channel: passes every message on to the attacker as it comes. */
final class GuestChannel extends AbstractClientChannel implements RelayedChannel {

    static final String TYPE = "session";

    private final RelayedChannel attacker;
    private final ChannelEnd end = new ChannelEnd();

    /**
     * Makes the guest's end, which opens later.
     *
     * @param attacker the other end, which accepts data from the moment this channel is open
     */
    GuestChannel(RelayedChannel attacker) {
        super(TYPE);
        this.attacker = attacker;
    }

    @Override
    protected void doOpen() {
        end.open(this);
        ChannelLeg leg = new ChannelLeg(this, attacker);
        end.connect(leg);
        addCloseFutureListener(closed -> leg.close());
    }

    @Override
    public void handleRequest(Buffer buffer) throws IOException {
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
