package io.honeypool.proxy.ssh.connection;

import java.io.IOException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Our end of a channel that the guest knows nothing of: its numbers, its windows, its end. It behaves like OpenSSH's
 * end of a forwarded connection (channels.c). Thread-safe; only {@link #send} blocks.
 */
final class OwnEnd {

    private static final int WINDOW = 2 * 1024 * 1024;
    private static final int PACKET = 32 * 1024;
    private static final int ADJUST_AT = 3 * PACKET;

    private final ConnectionRelay relay;
    private final long attackersOwn;
    private final int mostInPacket;
    private long number = RelayedChannel.NONE;
    private long mayReceive = WINDOW;
    private long consumed;
    private long maySend;
    private boolean closedByAttacker;
    private boolean closed;

    private OwnEnd(ConnectionRelay relay, ChannelOpening opening) {
        this.relay = relay;
        this.attackersOwn = opening.sender();
        this.maySend = opening.window();
        this.mostInPacket = Math.toIntExact(Math.min(PACKET, opening.packet()));
    }

    /** Takes the room of a channel that is not open yet. */
    static OwnEnd reserve(ConnectionRelay relay, ChannelOpening opening) {
        relay.ownChannels().incrementAndGet();
        return new OwnEnd(relay, opening);
    }

    /** Opens the channel. */
    synchronized void confirm(OwnChannel channel) {
        number = relay.attackersChannels().takeLowest(channel);
        Buffer body = new ByteArrayBuffer(4 * Integer.BYTES);
        body.putUInt(attackersOwn);
        body.putUInt(number);
        body.putUInt(WINDOW);
        body.putUInt(PACKET);
        relay.toAttacker().send(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION, body);
    }

    /** Does not open the channel. */
    void refuse(String words) {
        relay.ownChannels().decrementAndGet();
        ConnectionRelay.refuse(relay.toAttacker(), attackersOwn, SshConstants.SSH_OPEN_CONNECT_FAILED, words);
    }

    /**
     * Counts bytes of the attacker.
     *
     * @return whether there was room for them; OpenSSH drops what exceeds the window
     */
    synchronized boolean receive(int bytes) {
        if (bytes > mayReceive) {
            return false;
        }
        mayReceive -= bytes;
        return true;
    }

    /** Gives room for more when enough was taken. */
    synchronized void consume(int bytes) {
        consumed += bytes;
        if (consumed >= ADJUST_AT && !closed) {
            Buffer body = new ByteArrayBuffer(2 * Integer.BYTES);
            body.putUInt(attackersOwn);
            body.putUInt(consumed);
            mayReceive += consumed;
            consumed = 0;
            relay.toAttacker().send(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST, body);
        }
    }

    /** The attacker takes more bytes. */
    synchronized void expand(long bytes) {
        maySend = Math.min(0xffff_ffffL, maySend + bytes);
        notifyAll();
    }

    /** Sends data, when and as the attacker takes it. Blocks until the socket has it. */
    void send(byte[] data, int length) throws IOException, InterruptedException {
        int sent = 0;
        while (sent < length) {
            int part = awaitRoom(Math.min(length - sent, mostInPacket));
            Buffer body = new ByteArrayBuffer(2 * Integer.BYTES + part);
            body.putUInt(attackersOwn);
            body.putBytes(data, sent, part);
            relay.toAttacker().sendAndWait(SshConstants.SSH_MSG_CHANNEL_DATA, body);
            sent += part;
        }
    }

    private synchronized int awaitRoom(int wanted) throws IOException, InterruptedException {
        while (maySend == 0 && !closed && !closedByAttacker) {
            wait();
        }
        if (closed || closedByAttacker || wanted <= 0) {
            throw new IOException("the channel is closed");
        }
        int part = Math.toIntExact(Math.min(maySend, wanted));
        maySend -= part;
        return part;
    }

    /** Says that no more data comes. */
    synchronized void sendEof() {
        if (!closed) {
            relay.toAttacker().send(SshConstants.SSH_MSG_CHANNEL_EOF, attackersOwn);
        }
    }

    /** Answers a channel request; there is none that a forwarded connection knows. */
    void answer(Buffer request) {
        request.getBytes();
        if (request.getBoolean()) {
            relay.toAttacker().send(SshConstants.SSH_MSG_CHANNEL_FAILURE, attackersOwn);
        }
    }

    /** Closes our end; the channel is forgotten when the attacker's end is closed too. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            relay.toAttacker().send(SshConstants.SSH_MSG_CHANNEL_CLOSE, attackersOwn);
            forgetIfOver();
        }
        notifyAll();
    }

    /** The attacker closed its end, and so do we. */
    synchronized void closeByAttacker() {
        if (closed && !closedByAttacker) {
            closedByAttacker = true;
            forgetIfOver();
        } else {
            closedByAttacker = true;
            close();
        }
    }

    private void forgetIfOver() {
        if (closed && closedByAttacker) {
            relay.attackersChannels().free(number);
            relay.ownChannels().decrementAndGet();
        }
    }
}
