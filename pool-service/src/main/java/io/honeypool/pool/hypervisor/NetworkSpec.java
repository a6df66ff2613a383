package io.honeypool.pool.hypervisor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network for guests: a bridge with a DHCP server that knows every guest beforehand and maybe a name server, which
 * asks no other and has one answer to all names.
 *
 * @param name the network's name
 * @param bridge name of its interface on the host
 * @param gateway the host's address on it
 * @param prefixLength of its IPv4 network
 * @param routed whether the host may route to and from it
 * @param dnsAnswer the address that every name has; null for no name server
 * @param hosts fixed addresses by MAC address
 */
public record NetworkSpec(
        String name,
        String bridge,
        String gateway,
        int prefixLength,
        boolean routed,
        @Nullable String dnsAnswer,
        List<Host> hosts) {

    public NetworkSpec {
        hosts = List.copyOf(hosts);
    }

    /** What DHCP answers to a MAC address. */
    public record Host(String mac, String address) {}
}
