package io.honeypool.pool.isolation;

import io.honeypool.pool.guest.GuestIdentity;
import io.honeypool.pool.hypervisor.FilterSpec;
import io.honeypool.pool.hypervisor.XmlElement;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Compiles "deny all, but let the host log in" to one flat nwfilter of Ethernet, ARP and IPv4 rules
 * (libvirt.org/formatnwfilter.html). It has no rule of a kind that libvirt hands to iptables: those cost a guest more
 * than a second of its start; and as every rule is a program that libvirt runs at the guest's start, neighbouring login
 * ports share theirs. The filter is stateless, so answers are told from new connections by their ports: a guest sends
 * only from its login ports and only to the ports that the host connects from.
 */
public final class FilterCompiler {

    private final InetAddress gateway;
    private final PortRange replyPorts;

    /**
     * Compiles for one network.
     *
     * @param gateway the host's address, the only one guests talk to
     * @param replyPorts ports that the host connects to guests from
     */
    public FilterCompiler(InetAddress gateway, PortRange replyPorts) {
        this.gateway = gateway;
        this.replyPorts = replyPorts;
    }

    /** The filter of a guest that takes logins on the given ports. */
    public FilterSpec compile(GuestIdentity guest, List<Integer> loginPorts) {
        String gatewayText = gateway.getHostAddress();
        String own = guest.address().getHostAddress();
        List<XmlElement> rules = new ArrayList<>();
        rules.add(rule(
                "drop", "out", 100, XmlElement.named("mac").with("match", "no").with("srcmacaddr", guest.mac())));
        rules.add(rule("accept", "out", 200, arp(own, gatewayText).with("arpsrcmacaddr", guest.mac())));
        rules.add(rule("accept", "in", 200, arp(gatewayText, own)));
        rules.add(rule("accept", "out", 300, udp("0.0.0.0", "255.255.255.255", 68, 67)));
        rules.add(rule("accept", "out", 300, udp(own, gatewayText, 68, 67)));
        rules.add(rule("accept", "in", 300, dhcpReply(gatewayText)));
        for (PortRange ports : PortRange.covering(loginPorts)) {
            rules.add(rule("accept", "in", 400, tcp(gatewayText, own, replyPorts, ports)));
            rules.add(rule("accept", "out", 400, tcp(own, gatewayText, ports, replyPorts)));
        }
        rules.add(rule("drop", "inout", 1000, XmlElement.named("mac")));
        XmlElement document = XmlElement.named("filter")
                .with("name", guest.name())
                .with("chain", "root")
                .containing(XmlElement.named("uuid").text(idOf(guest.name())))
                .containing(rules);
        return new FilterSpec(guest.name(), document);
    }

    /** Always the same for a name: libvirt replaces a filter only by one of the same name and id. */
    private static UUID idOf(String name) {
        return UUID.nameUUIDFromBytes(("honeypool filter " + name).getBytes(StandardCharsets.UTF_8));
    }

    private static XmlElement rule(String action, String direction, int priority, XmlElement match) {
        return XmlElement.named("rule")
                .with("action", action)
                .with("direction", direction)
                .with("priority", priority)
                .containing(match);
    }

    private static XmlElement arp(String sender, String target) {
        return XmlElement.named("arp").with("arpsrcipaddr", sender).with("arpdstipaddr", target);
    }

    private static XmlElement udp(String from, String to, int fromPort, int toPort) {
        return ip("udp")
                .with("srcipaddr", from)
                .with("dstipaddr", to)
                .with("srcportstart", fromPort)
                .with("dstportstart", toPort);
    }

    private static XmlElement dhcpReply(String server) {
        return ip("udp").with("srcipaddr", server).with("srcportstart", 67).with("dstportstart", 68);
    }

    private static XmlElement tcp(String from, String to, PortRange fromPorts, PortRange toPorts) {
        return ip("tcp")
                .with("srcipaddr", from)
                .with("dstipaddr", to)
                .with("srcportstart", fromPorts.first())
                .with("srcportend", fromPorts.last())
                .with("dstportstart", toPorts.first())
                .with("dstportend", toPorts.last());
    }

    private static XmlElement ip(String protocol) {
        return XmlElement.named("ip").with("protocol", protocol);
    }
}
