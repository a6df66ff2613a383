package io.honeypool.proxy.ssh.login;

import java.io.IOException;
import org.apache.sshd.common.util.buffer.Buffer;

/** A session that knows how to answer a message which nothing waits for. Called on I/O threads; must not block. */
public interface UnexpectedMessages {

    /** The number of the packet that is being read (RFC 4253, section 6.4). */
    long sequenceNumber();

    /**
     * Answers as the server would that the session passes for.
     *
     * @param message the message from its type on
     * @param sequenceNumber that of its packet
     */
    void unexpected(Buffer message, long sequenceNumber) throws IOException;
}
