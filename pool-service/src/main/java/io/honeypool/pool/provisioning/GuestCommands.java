package io.honeypool.pool.provisioning;

import io.honeypool.common.lease.GuestCredentials;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Runs scripts in guests that no attacker has ever had. */
public interface GuestCommands {

    /**
     * Runs a POSIX shell script as the account, and waits for it; at most a minute.
     *
     * @param guest where the guest speaks SSH
     * @param account the account
     * @param script the script
     * @throws IOException if it cannot be run, fails or takes too long; the message has the end of what it said
     */
    void run(InetSocketAddress guest, GuestCredentials account, String script) throws IOException;
}
