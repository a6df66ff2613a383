package io.honeypool.pool.gateway;

import io.honeypool.common.lease.GatewayTarget;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A tunnel that may be.
 *
 * @param connectionId the connection that it is for
 * @param sensorId the sensor that has it
 * @param guest where the guest takes what is to be spoken
 */
record Passage(String connectionId, String sensorId, InetSocketAddress guest) {

    /**
     * Decides about a token; pure.
     *
     * @param row what is known of it; empty if nobody was given it
     * @param target what it is shown for
     * @param self this pool service
     * @throws RefusedException if it does not open what it is shown for
     */
    static Passage decide(Optional<PassRow> row, GatewayTarget target, String self) throws RefusedException {
        PassRow pass = row.orElseThrow(() -> new RefusedException(Refusal.UNKNOWN_TOKEN));
        if (!pass.lease().equals(target.lease())) {
            throw new RefusedException(Refusal.FOREIGN_TOKEN);
        }
        if (pass.over() || pass.closed()) {
            throw new RefusedException(Refusal.ENDED);
        }
        if (pass.late()) {
            throw new RefusedException(Refusal.EXPIRED_TOKEN);
        }
        if (!pass.owner().equals(self)) {
            throw new RefusedException(Refusal.OTHER_OWNER);
        }
        int port = switch (target.protocol()) {
            case SSH -> pass.sshPort();
            case TELNET -> pass.telnetPort();
        };
        if (port == 0) {
            throw new RefusedException(Refusal.NOT_OFFERED);
        }
        return new Passage(pass.connectionId(), pass.sensorId(), new InetSocketAddress(pass.address(), port));
    }
}
