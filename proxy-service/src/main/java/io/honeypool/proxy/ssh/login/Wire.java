package io.honeypool.proxy.ssh.login;

import java.util.Arrays;
import org.apache.sshd.common.util.buffer.Buffer;

/** Reads strings and ends of messages as strictly as OpenSSH does. */
final class Wire {

    private Wire() {}

    /** A text: no NUL but a last one, which does not count. */
    static byte[] text(Buffer buffer) throws MalformedLoginException {
        byte[] bytes = buffer.getBytes();
        for (int i = 0; i < bytes.length - 1; i++) {
            if (bytes[i] == 0) {
                throw new MalformedLoginException("a NUL in a text");
            }
        }
        boolean terminated = bytes.length > 0 && bytes[bytes.length - 1] == 0;
        return terminated ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    /** The message has nothing more. */
    static void end(Buffer buffer) throws MalformedLoginException {
        if (buffer.available() > 0) {
            throw new MalformedLoginException("bytes behind its end");
        }
    }
}
