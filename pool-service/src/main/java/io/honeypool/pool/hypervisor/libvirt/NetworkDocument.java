package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.NetworkSpec;
import io.honeypool.pool.template.RequiredParts;
import io.honeypool.pool.template.Template;
import io.honeypool.pool.template.TemplateValues;
import io.honeypool.pool.template.XmlElement;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** Writes and compares libvirt's network documents (libvirt.org/formatnetwork.html); pure. */
final class NetworkDocument {

    private static final String DNSMASQ = "http://libvirt.org/schemas/network/dnsmasq/1.0";
    private static final String ANSWER_TO_ALL = "address=/#/";

    private NetworkDocument() {}

    /** The id by which the pool knows a network that it made. */
    static UUID idOf(NetworkSpec spec) {
        return UUID.nameUUIDFromBytes(("honeypool network " + spec.name()).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The network.
     *
     * @throws io.honeypool.pool.template.TemplateFailure if the template makes another one of it
     */
    static XmlElement of(NetworkSpec spec, Template template) {
        List<TemplateValues> hosts = spec.hosts().stream()
                .map(host -> new TemplateValues().with("mac", host.mac()).with("address", host.address()))
                .toList();
        XmlElement document = template.expand(new TemplateValues()
                .with("name", spec.name())
                .with("uuid", idOf(spec))
                .with("bridge", spec.bridge())
                .with("gateway", spec.gateway())
                .with("prefix", spec.prefixLength())
                .when("routed", spec.routed())
                .when("dns", spec.dnsAnswer() != null)
                .withList("host", hosts));
        parts(document, spec).check(template);
        return spec.dnsAnswer() == null ? document : document.containing(nameServer(spec.dnsAnswer()));
    }

    /**
     * What keeps the name server from asking another, which would be a way out, and from telling guests of the host or
     * of each other: they cannot be told by the names that they give themselves. No part of the template, as nobody
     * could do without.
     */
    private static XmlElement nameServer(String answer) {
        XmlElement options = XmlElement.named("dnsmasq:options").with("xmlns:dnsmasq", DNSMASQ);
        Stream.of("no-resolv", "no-hosts", "no-ident", "dhcp-ignore-names", "local=/#/", ANSWER_TO_ALL + answer)
                .forEach(option ->
                        options.containing(XmlElement.named("dnsmasq:option").with("value", option)));
        return options;
    }

    private static RequiredParts parts(XmlElement network, NetworkSpec spec) {
        XmlElement ip = network.only("ip").orElseGet(() -> XmlElement.named("ip"));
        Set<NetworkSpec.Host> hosts = new HashSet<>();
        ip.only("dhcp")
                .ifPresent(dhcp -> dhcp.all("host")
                        .forEach(host -> hosts.add(new NetworkSpec.Host(host.attribute("mac"), host.attribute("ip")))));
        boolean forward = spec.routed()
                ? network.attributeOf("forward", "mode").equals("open")
                : network.all("forward").isEmpty();
        return new RequiredParts()
                .require(network.name().equals("network"), "<network>")
                .require(network.textOf("name").equals(spec.name()), "one <name> with ${name}")
                .require(network.textOf("uuid").equals(idOf(spec).toString()), "one <uuid> with ${uuid}")
                .require(network.attributeOf("bridge", "name").equals(spec.bridge()), "<bridge name=\"${bridge}\"/>")
                .require(forward, "<forward mode=\"open\"/> where ${routed} is set, and no <forward> elsewhere")
                .require(
                        network.attributeOf("dns", "enable").equals(spec.dnsAnswer() == null ? "no" : "yes")
                                && network.only("dns")
                                        .filter(dns -> !dns.children().isEmpty())
                                        .isEmpty(),
                        "<dns enable=\"yes\"/> where ${dns} is set, <dns enable=\"no\"/> elsewhere, and nothing in it")
                .require(
                        ip.attribute("address").equals(spec.gateway())
                                && ip.attribute("prefix").equals(Integer.toString(spec.prefixLength())),
                        "one <ip address=\"${gateway}\" prefix=\"${prefix}\">")
                .require(hosts.equals(Set.copyOf(spec.hosts())), "<dhcp> with a <host> for every one of the list host");
    }

    /** What differs between a network that is there and the one that is wanted; empty if nothing that matters does. */
    static String difference(String document, NetworkSpec wanted) {
        Element network = XmlReader.root(document);
        List<String> differences = new ArrayList<>();
        compare("bridge", attribute(network, "bridge", "name"), wanted.bridge(), differences);
        compare("gateway", attribute(network, "ip", "address"), wanted.gateway(), differences);
        compare("prefix length", prefixLength(network), Integer.toString(wanted.prefixLength()), differences);
        compare("forward mode", attribute(network, "forward", "mode"), wanted.routed() ? "open" : "", differences);
        compare("answer to names", answer(network), Objects.requireNonNullElse(wanted.dnsAnswer(), ""), differences);
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

    private static String answer(Element network) {
        return XmlReader.all(network, "dnsmasq:option").stream()
                .map(option -> option.getAttribute("value"))
                .filter(option -> option.startsWith(ANSWER_TO_ALL))
                .map(option -> option.substring(ANSWER_TO_ALL.length()))
                .findFirst()
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
