package io.honeypool.proxy.ssh.connection;

import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.session.ClientSession;

/** The way into the guest. */
@FunctionalInterface
public interface GuestEntry {

    /**
     * Logs in to the guest. Never blocks; a guest that cannot be entered ends the session.
     *
     * @param relay what serves the connection from then on
     */
    CompletableFuture<ClientSession> enter(ConnectionRelay relay);
}
