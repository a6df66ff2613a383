package io.honeypool.proxy.ssh.connection;

import org.apache.sshd.common.util.buffer.Buffer;

/** A channel that the sensor itself is the other end of. */
non-sealed interface OwnChannel extends AttackerChannel {

    /**
     * Takes a message of the attacker. Called on an I/O thread; must not block.
     *
     * @param rest what follows the channel number
     */
    void handle(int command, Buffer rest);

    /** The connection has ended. */
    void abandon();
}
