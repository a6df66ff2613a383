package io.honeypool.proxy.ssh.persona;

import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/** Is told what attackers do against the protocol. Called on I/O threads; must not block. */
public interface ProtocolErrors {

    /** A message was called unimplemented, as OpenSSH does it, and the connection goes on. */
    void answered(Session session, Buffer message);

    /**
     * The connection ends for what the peer did.
     *
     * @param received what was being read; its first bytes tell what it was
     */
    void ended(Session session, Throwable failure, Buffer received);
}
