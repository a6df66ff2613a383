package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.DomainStatus;
import io.honeypool.pool.hypervisor.FilterSpec;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.hypervisor.HypervisorException;
import io.honeypool.pool.hypervisor.HypervisorFacts;
import io.honeypool.pool.hypervisor.KvmTrial;
import io.honeypool.pool.hypervisor.KvmVerdict;
import io.honeypool.pool.hypervisor.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.NetworkFilter;

/** The hypervisor that libvirt manages. Owns the connection; closing it closes that. */
final class LibvirtHypervisor implements Hypervisor, AutoCloseable {

    private static final int ACTIVE_DOMAINS = 1;

    private final LibvirtCalls calls;
    private final LibvirtNetworks networks;
    private final KvmTrialRun trialRun;
    private final DomainEvents events = new DomainEvents();

    LibvirtHypervisor(String uri) {
        this.calls = new LibvirtCalls(new LibvirtConnection(uri, events));
        this.networks = new LibvirtNetworks(calls);
        this.trialRun = new KvmTrialRun(calls, events);
    }

    @Override
    public boolean isReachable() {
        try {
            return calls.call("say its version", Connect::getLibVersion) > 0;
        } catch (HypervisorException unreachable) {
            return false;
        }
    }

    @Override
    public HypervisorFacts facts() {
        return calls.call("say what it can do", connect -> {
            String version = "libvirt " + text(connect.getLibVersion()) + ", QEMU " + text(connect.getVersion());
            boolean kvm = XmlReader.all(XmlReader.root(connect.getCapabilities()), "domain").stream()
                    .anyMatch(domain -> domain.getAttribute("type").equals("kvm"));
            return new HypervisorFacts(version, kvm);
        });
    }

    @Override
    public List<DomainStatus> domains() {
        return calls.call("list its domains", connect -> {
            List<DomainStatus> statuses = new ArrayList<>();
            Domain[] domains = connect.listAllDomains(ACTIVE_DOMAINS);
            try {
                for (Domain domain : domains) {
                    statuses.add(new DomainStatus(UUID.fromString(domain.getUUIDString()), domain.getName()));
                }
            } finally {
                for (Domain domain : domains) {
                    domain.free();
                }
            }
            return statuses;
        });
    }

    @Override
    public void start(DomainSpec domain) {
        String document = DomainDocument.of(domain).toString();
        calls.run(
                "start the domain " + domain.name(),
                connect -> connect.domainCreateXML(document, 0).free());
    }

    @Override
    public void destroy(UUID id) {
        calls.run("destroy the domain " + id, connect -> destroy(connect, id));
    }

    @Override
    public void ensureNetwork(NetworkSpec network) {
        networks.ensure(network);
    }

    @Override
    public void removeNetwork(NetworkSpec network) {
        networks.remove(network);
    }

    @Override
    public void defineFilter(FilterSpec filter) {
        String document = filter.document().toString();
        calls.run(
                "define the network filter " + filter.name(),
                connect -> connect.networkFilterDefineXML(document).free());
    }

    @Override
    public void removeFilter(String name) {
        calls.run("remove the network filter " + name, connect -> removeFilter(connect, name));
    }

    @Override
    public List<String> filters() {
        return calls.call("list its network filters", connect -> List.of(connect.listNetworkFilters()));
    }

    @Override
    public KvmVerdict tryKvm(KvmTrial trial) {
        return trialRun.of(trial);
    }

    @Override
    public void onChange(Runnable listener) {
        events.onChange(listener);
    }

    @Override
    public void close() {
        calls.close();
    }

    static void destroy(Connect connect, UUID id) throws LibvirtException {
        try {
            Domain domain = connect.domainLookupByUUIDString(id.toString());
            try {
                domain.destroy();
            } finally {
                domain.free();
            }
        } catch (LibvirtException failed) {
            if (!LibvirtCalls.isAbsent(failed)) {
                throw failed;
            }
        }
    }

    private static void removeFilter(Connect connect, String name) throws LibvirtException {
        try {
            NetworkFilter filter = connect.networkFilterLookupByName(name);
            try {
                filter.undefine();
            } finally {
                filter.free();
            }
        } catch (LibvirtException failed) {
            if (!LibvirtCalls.isAbsent(failed)) {
                throw failed;
            }
        }
    }

    /** libvirt's versions are major * 1000000 + minor * 1000 + release. */
    private static String text(long version) {
        return version / 1_000_000 + "." + version / 1_000 % 1_000 + "." + version % 1_000;
    }
}
