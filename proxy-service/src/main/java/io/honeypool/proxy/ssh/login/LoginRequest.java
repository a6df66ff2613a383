package io.honeypool.proxy.ssh.login;

import java.nio.charset.StandardCharsets;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * The part that every SSH_MSG_USERAUTH_REQUEST has (RFC 4252, section 5).
 *
 * @param username as typed
 * @param service the service to start after it
 * @param method the method's name
 * @param start where the message begins in its buffer
 */
record LoginRequest(String username, String service, String method, int start) {

    static final String NONE = "none";

    /** Reads the message, whose number was read already, up to what the method adds. */
    static LoginRequest read(Buffer buffer) throws MalformedLoginException {
        int start = buffer.rpos() - 1;
        return new LoginRequest(text(buffer), text(buffer), text(buffer), start);
    }

    /** The account: what stands behind a colon asks for a style of authentication that nobody has. */
    String account() {
        int colon = username.indexOf(':');
        return colon < 0 ? username : username.substring(0, colon);
    }

    private static String text(Buffer buffer) throws MalformedLoginException {
        return new String(Wire.text(buffer), StandardCharsets.UTF_8);
    }
}
