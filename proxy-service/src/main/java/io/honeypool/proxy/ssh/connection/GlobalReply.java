package io.honeypool.proxy.ssh.connection;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * The answer to a global request (RFC 4254, section 4).
 *
 * @param command {@code SSH_MSG_REQUEST_SUCCESS} or {@code SSH_MSG_REQUEST_FAILURE}
 * @param body what follows
 */
public record GlobalReply(int command, Buffer body) {

    /** The request was done, and this is what it gave. */
    public static GlobalReply success(Buffer body) {
        return new GlobalReply(SshConstants.SSH_MSG_REQUEST_SUCCESS, body);
    }

    /** The request was not done, or is unknown. */
    public static GlobalReply failure() {
        return new GlobalReply(SshConstants.SSH_MSG_REQUEST_FAILURE, new ByteArrayBuffer(0));
    }

    /** Copies an answer of a peer. */
    static GlobalReply copyOf(int command, Buffer message) {
        return new GlobalReply(command, new ByteArrayBuffer(message.getCompactData()));
    }
}
