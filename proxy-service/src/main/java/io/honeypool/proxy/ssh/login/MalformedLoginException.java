package io.honeypool.proxy.ssh.login;

import java.io.IOException;

/** An authentication message that cannot be read; ends its connection. */
final class MalformedLoginException extends IOException {

    MalformedLoginException(String problem) {
        super("authentication message with " + problem);
    }
}
