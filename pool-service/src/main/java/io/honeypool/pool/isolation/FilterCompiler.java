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
 * Compiles "deny all, but let the host log in" to a network filter (libvirt.org/formatnwfilter.html). The built-in
 * template is one flat filter of Ethernet, ARP and IPv4 rules. It has no rule of a kind that libvirt hands to iptables:
 * those cost a guest more than a second of its start; and as every rule is a program that libvirt runs at the guest's
 * start, neighbouring login ports share theirs. The filter is stateless, so answers are told from new connections by
 * their ports: a guest sends only from its login ports and only to the ports that the host connects from.
 */
public final class FilterCompiler {

    private final InetAddress gateway;
    private final PortRange replyPorts;
    private final Templates templates;

    /**
     * Compiles for one network.
     *
     * @param gateway the host's address, the only one guests talk to
     * @param replyPorts ports that the host connects to guests from
     * @param templates where filters come from
     */
    public FilterCompiler(InetAddress gateway, PortRange replyPorts, Templates templates) {
        this.gateway = gateway;
        this.replyPorts = replyPorts;
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
        XmlElement document = template.expand(new TemplateValues()
                .with("name", guest.name())
                .with("uuid", id)
                .with("mac", guest.mac())
                .with("address", guest.address().getHostAddress())
                .with("gateway", gateway.getHostAddress())
                .with("replyFirst", replyPorts.first())
                .with("replyLast", replyPorts.last())
                .withList("login", logins(loginPorts)));
        FilterParts.of(document, guest.name(), id).check(template);
        return new FilterSpec(guest.name(), document);
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
