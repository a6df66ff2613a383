package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.events.HoneypotEvent;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** Records what an attacker asks of a session channel (RFC 4254, section 6). */
record SessionRequests(EventLog events) implements ChannelObserver {

    /** Looks at a request. What cannot be read is recorded as such and left for the guest to judge. */
    @Override
    public void request(Buffer request) {
        Buffer copy = new ByteArrayBuffer(request.array(), request.rpos(), request.available());
        try {
            String type = copy.getString();
            copy.getBoolean();
            switch (type) {
                case "exec" -> events.record(new HoneypotEvent.CommandInput(text(copy)));
                case "env" -> events.record(new HoneypotEvent.ClientVariable(text(copy), text(copy)));
                case "pty-req" -> {
                    copy.getBytes();
                    recordSize(copy);
                }
                case "window-change" -> recordSize(copy);
                default -> {
                    // nothing that an event speaks about
                }
            }
        } catch (BufferException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
            events.record(Malformed.packet(SshConstants.SSH_MSG_CHANNEL_REQUEST, request));
        }
    }

    private void recordSize(Buffer request) {
        events.record(new HoneypotEvent.ClientSize(request.getUInt(), request.getUInt()));
    }

    private static String text(Buffer request) {
        return AttackerText.escape(request.getBytes());
    }
}
