package io.honeypool.proxy.ssh.login;

import org.apache.sshd.common.SshException;

/** An authentication message that cannot be read; ends its connection. */
final class MalformedLoginException extends SshException {

    MalformedLoginException(String problem) {
        super("authentication message with " + problem);
    }
}
