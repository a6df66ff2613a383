package io.honeypool.proxy.ssh.connection;

import jakarta.validation.constraints.NotNull;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What becomes of connections that attackers forward.
 *
 * @param policy what becomes of them in general
 * @param redirect what becomes of those to some ports, {@code PORT=HOST:PORT} each
 */
public record ForwardingSettings(
        @DefaultValue("into-guest") @NotNull Policy policy,
        @DefaultValue @NotNull List<Redirect> redirect) {

    /** What becomes of a forwarded connection. */
    public enum Policy {
        /** The guest makes it, as far as its egress policy lets it. */
        INTO_GUEST,
        /** It is refused, as OpenSSH does with {@code AllowTcpForwarding no}. */
        REFUSE,
        /** It is accepted, and what is sent is recorded and answered by nothing. */
        RECORD
    }

    public ForwardingSettings {
        redirect = List.copyOf(redirect);
        Set<Integer> ports = new HashSet<>();
        for (Redirect one : redirect) {
            if (!ports.add(one.port())) {
                throw new IllegalArgumentException("port " + one.port() + " is redirected twice");
            }
        }
    }
}
