package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.events.ForwardingEvent;
import java.util.Arrays;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * What an attacker asked of a {@code direct-tcpip} channel (RFC 4254, section 7.2), safe to print.
 *
 * @param host where to
 * @param port which port there
 * @param originHost where from, as the attacker claims
 * @param originPort from which port, as the attacker claims
 */
record DirectTcpip(String host, long port, String originHost, long originPort) {

    /**
     * Reads a request without consuming it.
     *
     * @param rest of the opening
     */
    static DirectTcpip read(Buffer rest) {
        Buffer copy = new ByteArrayBuffer(rest.array(), rest.rpos(), rest.available());
        return new DirectTcpip(
                AttackerText.escape(copy.getBytes()),
                copy.getUInt(),
                AttackerText.escape(copy.getBytes()),
                copy.getUInt());
    }

    /** The event of the request. */
    ForwardingEvent requested() {
        return new ForwardingEvent.DirectTcpipRequested(host, port, originHost, originPort);
    }

    /** The event of a connection that was to go elsewhere, and could not. */
    ForwardingEvent notRedirected(String reason) {
        return new ForwardingEvent.RedirectFailed(host, port, reason);
    }

    /** Records the first {@code most} bytes that are sent, message by message. Called by one thread at a time. */
    ChannelObserver recordData(EventLog events, long channel, int most) {
        return new ChannelObserver() {

            private int left = most;

            @Override
            public void data(Buffer message) {
                if (left == 0 || message.available() <= Integer.BYTES) {
                    return;
                }
                int from = message.rpos() + Integer.BYTES;
                int length = Math.min(left, message.available() - Integer.BYTES);
                left -= length;
                String data = AttackerText.escape(Arrays.copyOfRange(message.array(), from, from + length));
                events.record(new ForwardingEvent.DirectTcpipData(host, port, channel, data));
            }
        };
    }
}
