package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.events.HoneypotEvent;
import java.util.HexFormat;
import org.apache.sshd.common.util.buffer.Buffer;

/** Makes events of messages that cannot be read. */
final class Malformed {

    private Malformed() {}

    /**
     * The event of a message.
     *
     * @param message from where it could not be read
     */
    static HoneypotEvent.MalformedPacket packet(int command, Buffer message) {
        int shown = Math.min(message.available(), HoneypotEvent.MalformedPacket.SHOWN_BYTES);
        String hex = HexFormat.of().formatHex(message.array(), message.rpos(), message.rpos() + shown);
        return new HoneypotEvent.MalformedPacket(command, message.available(), hex);
    }
}
