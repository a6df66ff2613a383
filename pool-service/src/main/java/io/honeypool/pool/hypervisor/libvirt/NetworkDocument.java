package io.honeypool.pool.hypervisor.libvirt;

import static io.honeypool.pool.hypervisor.XmlElement.named;

import io.honeypool.pool.hypervisor.NetworkSpec;
import io.honeypool.pool.hypervisor.XmlElement;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.w3c.dom.Element;

/** Writes and compares libvirt's network documents (libvirt.org/formatnetwork.html); pure. */
final class NetworkDocument {

    private NetworkDocument() {}

    /** The id by which the pool knows a network that it made. */
    static UUID idOf(NetworkSpec spec) {
        return UUID.nameUUIDFromBytes(("honeypool network " + spec.name()).getBytes(StandardCharsets.UTF_8));
    }

    /** The network. Name service is off, so that nothing answers guests but DHCP. */
    static XmlElement of(NetworkSpec spec) {
        List<XmlElement> hosts = spec.hosts().stream()
                .map(host -> named("host").with("mac", host.mac()).with("ip", host.address()))
                .toList();
        XmlElement network = named("network")
                .containing(named("name").text(spec.name()), named("uuid").text(idOf(spec)));
        if (spec.routed()) {
            network.containing(named("forward").with("mode", "open"));
        }
        return network.containing(
                named("bridge").with("name", spec.bridge()).with("stp", "off").with("delay", 0),
                named("dns").with("enable", "no"),
                named("ip")
                        .with("address", spec.gateway())
                        .with("prefix", spec.prefixLength())
                        .containing(named("dhcp").containing(hosts)));
    }

    /** What differs between a network that is there and the one that is wanted; empty if nothing that matters does. */
    static String difference(String document, NetworkSpec wanted) {
        Element network = XmlReader.root(document);
        List<String> differences = new ArrayList<>();
        compare("bridge", attribute(network, "bridge", "name"), wanted.bridge(), differences);
        compare("gateway", attribute(network, "ip", "address"), wanted.gateway(), differences);
        compare("prefix length", prefixLength(network), Integer.toString(wanted.prefixLength()), differences);
        compare("forward mode", attribute(network, "forward", "mode"), wanted.routed() ? "open" : "", differences);
        Set<NetworkSpec.Host> hosts = new HashSet<>();
        XmlReader.all(network, "host")
                .forEach(host -> hosts.add(new NetworkSpec.Host(host.getAttribute("mac"), host.getAttribute("ip"))));
        if (!hosts.containsAll(wanted.hosts())) {
            differences.add("its DHCP hosts are not this pool's, but another pool's or somebody else's");
        }
        return String.join(", ", differences);
    }

    private static void compare(String what, String actual, String wanted, List<String> differences) {
        if (!actual.equals(wanted)) {
            differences.add(what + " is " + quoted(actual) + ", should be " + quoted(wanted));
        }
    }

    private static String quoted(String value) {
        return value.isEmpty() ? "none" : value;
    }

    private static String attribute(Element network, String element, String attribute) {
        return XmlReader.first(network, element)
                .map(e -> e.getAttribute(attribute))
                .orElse("");
    }

    private static String prefixLength(Element network) {
        Optional<Element> ip = XmlReader.first(network, "ip");
        String prefix = ip.map(e -> e.getAttribute("prefix")).orElse("");
        String mask = ip.map(e -> e.getAttribute("netmask")).orElse("");
        return prefix.isEmpty() && !mask.isEmpty() ? Integer.toString(bits(mask)) : prefix;
    }

    private static int bits(String mask) {
        int count = 0;
        for (byte part : InetAddress.ofLiteral(mask).getAddress()) {
            count += Integer.bitCount(Byte.toUnsignedInt(part));
        }
        return count;
    }
}
