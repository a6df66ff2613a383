package io.honeypool.pool.gateway;

import java.net.InetAddress;
import java.util.UUID;

/**
 * What is known of a token that some connection was given.
 *
 * @param connectionId the connection
 * @param sensorId the sensor that has it
 * @param lease its lease
 * @param closed whether the connection was released
 * @param late whether it was not renewed in time
 * @param over whether the lease is
 * @param owner the pool service on whose host the guest is
 * @param address the guest's
 * @param sshPort where the guest speaks SSH; 0 if it does not
 * @param telnetPort where the guest speaks Telnet; 0 if it does not
 */
record PassRow(
        String connectionId,
        String sensorId,
        UUID lease,
        boolean closed,
        boolean late,
        boolean over,
        String owner,
        InetAddress address,
        int sshPort,
        int telnetPort) {}
