package io.honeypool.proxy.ssh.login;

import java.io.IOException;
import org.apache.sshd.common.util.buffer.Buffer;

/** A session that knows how to answer a message which nothing waits for. */
public interface UnexpectedMessages {

    /**
     * Answers as the server would that the session passes for.
     *
     * @param message the message, read up to its number
     */
    void unexpected(int number, Buffer message) throws IOException;
}
