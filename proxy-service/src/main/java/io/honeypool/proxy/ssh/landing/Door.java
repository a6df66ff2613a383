package io.honeypool.proxy.ssh.landing;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The guest's SSH server, as one attacker's connection to it sees it. */
@FunctionalInterface
public interface Door {

    /**
     * Logs in. Blocks for a bounded time.
     *
     * @param passwords what to try, in this order
     * @return the password that was taken; empty if none was
     * @throws IOException if the server cannot be reached, or the attacker's session is over
     */
    Optional<String> logIn(String account, List<String> passwords) throws IOException;
}
