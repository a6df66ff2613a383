package io.honeypool.proxy.ssh;

import io.honeypool.proxy.relay.Pump;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One direction of a relayed channel. The window of the source is opened again only when the bytes are written to the
 * target, so that a slow reader slows the writer and never fills our memory. Called on MINA's I/O threads; never
 * blocks.
 */
final class ChannelLeg {

    private static final Logger log = LoggerFactory.getLogger(ChannelLeg.class);

    /** Requests and replies that may wait for the target's socket before the channel counts as abused. */
    private static final int MOST_WAITING_MESSAGES = 256;

    private final RelayedChannel source;
    private final RelayedChannel target;
    private final Pump data;
    private final Pump extended;
    private final AtomicInteger waitingMessages = new AtomicInteger();

    ChannelLeg(RelayedChannel source, RelayedChannel target) {
        this.source = source;
        this.target = target;
        Runnable closeSource = () -> source.close(false);
        this.data = new Pump(target.data(), closeSource);
        this.extended = new Pump(target.extendedData(), closeSource);
    }

    void data(byte[] bytes, int offset, int length) {
        data.offer(Arrays.copyOfRange(bytes, offset, offset + length), () -> reopenWindow(length));
    }

    void extendedData(byte[] bytes, int offset, int length) {
        extended.offer(Arrays.copyOfRange(bytes, offset, offset + length), () -> reopenWindow(length));
    }

    /** Passes the end of the data on, after all of it. */
    void eof() {
        whenDrained(target::relayEof);
    }

    /** Closes the target, after all data. */
    void close() {
        whenDrained(() -> target.close(false));
    }

    /**
     * Passes a channel request on as it came, except for the channel number.
     *
     * @param request the request after its channel number (RFC 4254, section 5.4)
     */
    void request(Buffer request) throws IOException {
        Buffer out = target.getSession()
                .createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, Integer.BYTES + request.available());
        out.putUInt(target.getRecipient());
        out.putRawBytes(request.array(), request.rpos(), request.available());
        send(out);
    }

    /** Passes on the answer to a request that the other leg carried; SSH keeps answers in the order of requests. */
    void reply(boolean success) throws IOException {
        byte message = success ? SshConstants.SSH_MSG_CHANNEL_SUCCESS : SshConstants.SSH_MSG_CHANNEL_FAILURE;
        Buffer out = target.getSession().createBuffer(message, Integer.BYTES);
        out.putUInt(target.getRecipient());
        send(out);
    }

    private void send(Buffer message) throws IOException {
        if (waitingMessages.incrementAndGet() > MOST_WAITING_MESSAGES) {
            throw new IOException("more than " + MOST_WAITING_MESSAGES + " channel requests wait");
        }
        target.writePacket(message).addListener(written -> waitingMessages.decrementAndGet());
    }

    private void whenDrained(Runnable action) {
        data.whenDrained(() -> extended.whenDrained(action));
    }

    private void reopenWindow(int length) {
        try {
            source.getLocalWindow().release(length);
        } catch (IOException e) {
            log.debug("{} is closing, its window stays shut: {}", source, e.toString());
        }
    }
}
