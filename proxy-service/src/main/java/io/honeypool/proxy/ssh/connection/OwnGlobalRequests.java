package io.honeypool.proxy.ssh.connection;

import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Global requests of the attacker that the sensor answers itself, because they are about it and not about the guest.
 */
@FunctionalInterface
public interface OwnGlobalRequests {

    /**
     * Answers a request, on an I/O thread and without blocking.
     *
     * @param attacker who asks
     * @param type the request's name
     * @param request what follows the name and the wish for an answer
     * @return null if the request is the guest's to answer
     */
    @Nullable GlobalReply answer(Session attacker, String type, Buffer request);
}
