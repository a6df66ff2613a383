package io.honeypool.proxy.ssh;

import io.honeypool.proxy.relay.Outlet;
import java.io.IOException;
import java.util.Objects;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** The guest's end of a session channel: passes every message on to the attacker as it comes. */
final class GuestChannel extends AbstractClientChannel implements RelayedChannel {

    static final String TYPE = "session";

    private final RelayedChannel attacker;
    private @Nullable ChannelStreams streams;
    private volatile @Nullable ChannelLeg toAttacker;

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
        streams = new ChannelStreams(this);
        ChannelLeg leg = new ChannelLeg(this, attacker);
        toAttacker = leg;
        addCloseFutureListener(closed -> leg.close());
    }

    @Override
    public void handleRequest(Buffer buffer) throws IOException {
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

    private ChannelLeg leg() throws IOException {
        ChannelLeg leg = toAttacker;
        if (leg == null) {
            throw new IOException("channel message before the channel was confirmed");
        }
        return leg;
    }
}
