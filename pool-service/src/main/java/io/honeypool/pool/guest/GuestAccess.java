package io.honeypool.pool.guest;

import io.honeypool.common.lease.GuestCredentials;

/**
 * How one logs in to a guest.
 *
 * @param sshPort where it speaks SSH
 * @param telnetPort where it speaks Telnet; 0 if it does not
 * @param credentials the account for sensors
 */
public record GuestAccess(int sshPort, int telnetPort, GuestCredentials credentials) {}
