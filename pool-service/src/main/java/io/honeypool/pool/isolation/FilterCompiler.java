package io.honeypool.pool.isolation;

import io.honeypool.pool.guest.GuestIdentity;
import io.honeypool.pool.hypervisor.FilterSpec;
import io.honeypool.pool.template.Template;
import io.honeypool.pool.template.TemplateKind;
import io.honeypool.pool.template.TemplateValues;
import io.honeypool.pool.template.Templates;
import io.honeypool.pool.template.XmlElement;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Compiles "deny all, but let the host log in and what the egress policy allows" to a network filter
 * (libvirt.org/formatnwfilter.html). The built-in template is one flat filter of Ethernet, ARP and IPv4 rules. It has
 * no rule of a kind that libvirt hands to iptables: those cost a guest more than a second of its start; and as every
 * rule is a program that libvirt runs at the guest's start, neighbouring login ports share theirs. The filter is
 * stateless, so answers are told from new connections by their ports: under {@code deny} a guest sends only from its
 * login ports and only to the ports that the host connects from.
 */
public final class FilterCompiler {

    private final InetAddress gateway;
    private final AddressRange guests;
    private final PortRange replyPorts;
    private final EgressPolicies policies;
    private final Templates templates;

    /**
     * Compiles for one network.
     *
     * @param plan the addresses of the network; the host's is the only one there that guests talk to
     * @param replyPorts ports that the host connects to guests from
     * @param policies what guests may reach beyond that
     * @param templates where filters come from
     */
    public FilterCompiler(AddressPlan plan, PortRange replyPorts, EgressPolicies policies, Templates templates) {
        this.gateway = plan.gateway();
        this.guests = plan.range();
        this.replyPorts = replyPorts;
        this.policies = policies;
        this.templates = templates;
    }

    /**
     * The filter of a guest of a profile that takes logins on the given ports.
     *
     * @throws io.honeypool.pool.template.TemplateFailure if the template does not make one that isolates
     */
    public FilterSpec compile(String profile, GuestIdentity guest, List<Integer> loginPorts) {
        Template template = templates.of(TemplateKind.FILTER, profile);
        UUID id = idOf(guest.name());
        TemplateValues values = new TemplateValues()
                .with("name", guest.name())
                .with("uuid", id)
                .with("mac", guest.mac())
                .with("address", guest.address().getHostAddress())
                .with("gateway", gateway.getHostAddress())
                .with("network", guests.first().getHostAddress())
                .with("prefix", guests.prefixLength())
                .with("replyFirst", replyPorts.first())
                .with("replyLast", replyPorts.last())
                .withList("login", logins(loginPorts));
        XmlElement document = template.expand(withEgress(values, policies.of(profile)));
        FilterParts.of(document, guest.name(), id).check(template);
        return new FilterSpec(guest.name(), document);
    }

    private static TemplateValues withEgress(TemplateValues values, EgressPolicy policy) {
        return switch (policy) {
            case EgressPolicy.Deny _ -> values;
            case EgressPolicy.Dns _ -> values.when("dns", true);
            case EgressPolicy.Limited limited ->
                values.when("limited", true)
                        .withList("blockedRange", ranges(limited.blockedRanges()))
                        .withList("blockedPort", ports(limited.blockedPorts()));
        };
    }

    private static List<TemplateValues> ranges(List<AddressRange> ranges) {
        return ranges.stream()
                .map(range -> new TemplateValues()
                        .with("first", range.first().getHostAddress())
                        .with("prefix", range.prefixLength()))
                .toList();
    }

    private static List<TemplateValues> ports(List<BlockedPort> ports) {
        return ports.stream()
                .map(port -> new TemplateValues()
                        .with("protocol", port.protocol())
                        .with("first", port.ports().first())
                        .with("last", port.ports().last()))
                .toList();
    }

    private static List<TemplateValues> logins(List<Integer> ports) {
        return PortRange.covering(ports).stream()
                .map(range -> new TemplateValues().with("first", range.first()).with("last", range.last()))
                .toList();
    }

    /** Always the same for a name: libvirt replaces a filter only by one of the same name and id. */
    private static UUID idOf(String name) {
        return UUID.nameUUIDFromBytes(("honeypool filter " + name).getBytes(StandardCharsets.UTF_8));
    }
}
