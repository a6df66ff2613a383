package io.honeypool.proxy.ssh.login;

import io.honeypool.proxy.session.Session;
import java.time.Duration;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerSession;

/** One authentication method. Records what was tried. Stateless; runs on I/O threads and must not block. */
interface LoginMethod {

    /** Who tries. */
    record Attacker(ServerSession ssh, Session session) {}

    /**
     * Tries.
     *
     * @param rest the request from where {@link LoginRequest} ends
     */
    Outcome begin(Attacker attacker, LoginRequest request, Buffer rest) throws Exception;

    /** Whether {@link Outcome.Asked} is answered by SSH_MSG_USERAUTH_INFO_RESPONSE, rather than by another request. */
    default boolean isAnswered() {
        return false;
    }

    /** Goes on with what the attacker answered. */
    default Outcome proceed(Attacker attacker, LoginRequest request, Buffer answer) throws Exception {
        throw new MalformedLoginException("an answer that nobody asked for");
    }

    /** What becomes of a try. */
    sealed interface Outcome {

        /** The attacker is in. */
        record Accepted(TypedLogin login) implements Outcome {}

        /** The attacker is told that it failed, after a while. */
        record Refused(Duration delay) implements Outcome {}

        /** The method is not done: this message is sent. */
        record Asked(Buffer message) implements Outcome {}
    }
}
