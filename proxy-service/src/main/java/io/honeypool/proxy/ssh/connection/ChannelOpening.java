package io.honeypool.proxy.ssh.connection;

import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A request to open a channel (RFC 4254, section 5.1).
 *
 * @param type its type as it came, in whatever encoding
 * @param sender what the peer calls its end
 * @param window bytes that the peer takes at first
 * @param packet the most that it takes in one message
 * @param rest what depends on the type
 */
record ChannelOpening(String type, long sender, long window, long packet, Buffer rest) {

    /** What a session is called. */
    static final String SESSION = "session";

    /** What connections to a TCP port are called. */
    static final String DIRECT_TCPIP = "direct-tcpip";

    /** What connections to a socket in the file system are called. */
    static final String DIRECT_STREAMLOCAL = "direct-streamlocal@openssh.com";

    static ChannelOpening read(Buffer message) {
        return new ChannelOpening(
                message.getString(java.nio.charset.StandardCharsets.ISO_8859_1),
                message.getUInt(),
                message.getUInt(),
                message.getUInt(),
                message);
    }

    /** The same request under another number, as the body of a message. */
    Buffer as(long number) {
        byte[] name = type.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        Buffer body = new ByteArrayBuffer(name.length + 4 * Integer.BYTES + rest.available());
        body.putBytes(name);
        body.putUInt(number);
        body.putUInt(window);
        body.putUInt(packet);
        body.putRawBytes(rest.array(), rest.rpos(), rest.available());
        return body;
    }
}
