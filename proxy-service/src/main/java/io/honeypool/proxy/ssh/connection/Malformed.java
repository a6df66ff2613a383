package io.honeypool.proxy.ssh.connection;

import io.honeypool.proxy.events.HoneypotEvent;
import io.honeypool.proxy.events.TransportEvent;
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
        return new HoneypotEvent.MalformedPacket(
                command, message.available(), hex(message, HoneypotEvent.MalformedPacket.SHOWN_BYTES));
    }

    /** The event of a message that ends its connection with these words. */
    static TransportEvent.ProtocolError ending(int command, Buffer message, String words) {
        String type = HexFormat.of().toHexDigits((byte) command);
        return new TransportEvent.ProtocolError(
                words, type + hex(message, HoneypotEvent.MalformedPacket.SHOWN_BYTES - 1));
    }

    private static String hex(Buffer message, int most) {
        int shown = Math.min(message.available(), most);
        return HexFormat.of().formatHex(message.array(), message.rpos(), message.rpos() + shown);
    }
}
