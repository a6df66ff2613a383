package io.honeypool.pool.guest;

import io.honeypool.common.lease.GuestCredentials;
import java.util.List;
import java.util.stream.Stream;

/**
 * How one logs in to a guest.
 *
 * @param sshPort where it speaks SSH; 0 if it does not
 * @param telnetPort where it speaks Telnet; 0 if it does not
 * @param credentials the account for sensors
 */
public record GuestAccess(int sshPort, int telnetPort, GuestCredentials credentials) {

    /** The ports there are. */
    public List<Integer> ports() {
        return Stream.of(sshPort, telnetPort).filter(port -> port > 0).toList();
    }
}
