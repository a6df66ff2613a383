package io.honeypool.proxy.ssh;

import io.honeypool.proxy.events.AttackerText;
import io.honeypool.proxy.events.EventLog;
import io.honeypool.proxy.events.HoneypotEvent;
import java.util.HexFormat;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** Reads what an attacker asks of a session channel (RFC 4254, section 6) and records it. */
final class ChannelEvents {

    private final EventLog events;

    ChannelEvents(EventLog events) {
        this.events = events;
    }

    /**
     * Looks at a request without consuming it. What cannot be read is left for the guest to judge.
     *
     * @param request the request after its channel number
     */
    void observe(Buffer request) {
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
            events.record(malformed(request));
        }
    }

    private void recordSize(Buffer request) {
        events.record(new HoneypotEvent.ClientSize(request.getUInt(), request.getUInt()));
    }

    private static HoneypotEvent.MalformedPacket malformed(Buffer request) {
        int shown = Math.min(request.available(), HoneypotEvent.MalformedPacket.SHOWN_BYTES);
        String hex = HexFormat.of().formatHex(request.array(), request.rpos(), request.rpos() + shown);
        return new HoneypotEvent.MalformedPacket(SshConstants.SSH_MSG_CHANNEL_REQUEST, request.available(), hex);
    }

    private static String text(Buffer request) {
        return AttackerText.escape(request.getBytes());
    }
}
