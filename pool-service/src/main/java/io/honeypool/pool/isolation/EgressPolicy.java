package io.honeypool.pool.isolation;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What a guest may reach beyond answering to logins. Over IPv6 it reaches nothing, whatever the policy. */
public sealed interface EgressPolicy {

    /** The name server that guests are told of; empty if there is none for them. */
    default Optional<InetAddress> nameServer() {
        return Optional.empty();
    }

    /** Nothing. */
    record Deny() implements EgressPolicy {}

    /**
     * The name server of the pool host, which asks nobody.
     *
     * @param resolver the pool host's address on the guests' network
     */
    record Dns(InetAddress resolver) implements EgressPolicy {
        @Override
        public Optional<InetAddress> nameServer() {
            return Optional.of(resolver);
        }
    }

    /**
     * The internet, through the pool host.
     *
     * @param blockedRanges what of it is not reached
     * @param blockedPorts nor on any host of it
     * @param resolver a name server on the internet
     */
    record Limited(List<AddressRange> blockedRanges, List<BlockedPort> blockedPorts, InetAddress resolver)
            implements EgressPolicy {
        public Limited {
            blockedRanges = List.copyOf(blockedRanges);
            blockedPorts = List.copyOf(blockedPorts);
        }

        @Override
        public Optional<InetAddress> nameServer() {
            return Optional.of(resolver);
        }
    }
}
