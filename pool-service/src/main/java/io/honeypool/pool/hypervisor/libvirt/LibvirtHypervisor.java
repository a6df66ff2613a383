package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.DomainStatus;
import io.honeypool.pool.hypervisor.FilterSpec;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.hypervisor.HypervisorException;
import io.honeypool.pool.hypervisor.HypervisorFacts;
import io.honeypool.pool.hypervisor.KvmTrial;
import io.honeypool.pool.hypervisor.KvmVerdict;
import io.honeypool.pool.hypervisor.LimitsTrial;
import io.honeypool.pool.hypervisor.NetworkSpec;
import io.honeypool.pool.hypervisor.SavedDomain;
import io.honeypool.pool.template.TemplateKind;
import io.honeypool.pool.template.Templates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.NetworkFilter;
import org.w3c.dom.Element;

/** The hypervisor that libvirt manages. Owns the connections; closing it closes them. */
final class LibvirtHypervisor implements Hypervisor, AutoCloseable {

    private static final int ACTIVE_DOMAINS = 1;

    private final LibvirtCalls calls;
    private final LibvirtNetworks networks;
    private final KvmTrialRun trialRun;
    private final LibvirtStarts starts;
    private final DomainDocument documents;
    private final LibvirtJudge judge;
    private final LimitsTrialRun limitsTrialRun;
    private final DomainEvents events = new DomainEvents();

    LibvirtHypervisor(String uri, Templates templates) {
        this.calls = new LibvirtCalls(new LibvirtConnection(uri, events), new LibvirtConnection(uri, events));
        this.networks = new LibvirtNetworks(calls, templates.of(TemplateKind.NETWORK));
        TrialDocument trials = new TrialDocument(templates);
        this.trialRun = new KvmTrialRun(calls, events, trials);
        this.limitsTrialRun = new LimitsTrialRun(calls, trials);
        this.documents = new DomainDocument(templates);
        this.judge = new LibvirtJudge(calls);
        this.starts = new LibvirtStarts(calls);
    }

    @Override
    public boolean isReachable() {
        try {
            return calls.look("say its version", Connect::getLibVersion) > 0;
        } catch (HypervisorException unreachable) {
            return false;
        }
    }

    @Override
    public HypervisorFacts facts() {
        return calls.look("say what it can do", connect -> {
            String version = "libvirt " + text(connect.getLibVersion()) + ", QEMU " + text(connect.getVersion());
            Element capabilities = XmlReader.root(connect.getCapabilities());
            boolean kvm = XmlReader.all(capabilities, "domain").stream()
                    .anyMatch(domain -> domain.getAttribute("type").equals("kvm"));
            return new HypervisorFacts(version, processor(capabilities), kvm);
        });
    }

    @Override
    public List<DomainStatus> domains() {
        return calls.look("list its domains", connect -> {
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
    public String document(DomainSpec domain) {
        return documents.of(domain).toString();
    }

    @Override
    public void judge(DomainSpec domain) {
        judge.domain(domain.name(), document(domain));
    }

    @Override
    public void judge(NetworkSpec network) {
        judge.network(network.name(), networks.document(network));
    }

    @Override
    public void judge(FilterSpec filter) {
        judge.filter(filter.name(), filter.document().toString());
    }

    @Override
    public void start(DomainSpec domain) {
        starts.start(domain.id(), domain.name(), domain.link().filter(), document(domain));
    }

    @Override
    public void save(UUID domain, Path memory) {
        starts.save(domain, memory);
    }

    @Override
    public void restore(SavedDomain domain) {
        starts.restore(domain);
    }

    @Override
    public Duration processorTime(UUID domain) {
        return starts.processorTime(domain);
    }

    @Override
    public void askToSync(UUID domain) {
        starts.askToSync(domain);
    }

    @Override
    public long bytesWritten(UUID domain) {
        return starts.bytesWritten(domain);
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
        return calls.look("list its network filters", connect -> List.of(connect.listNetworkFilters()));
    }

    @Override
    public KvmVerdict tryKvm(KvmTrial trial) {
        return trialRun.of(trial);
    }

    @Override
    public Optional<String> tryLimits(LimitsTrial trial) {
        return limitsTrialRun.of(trial);
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

    /** Model and features, in a word each. */
    private static String processor(Element capabilities) {
        return XmlReader.first(capabilities, "cpu")
                .map(cpu -> Stream.concat(
                                XmlReader.all(cpu, "model").stream().map(Element::getTextContent),
                                XmlReader.all(cpu, "feature").stream()
                                        .map(feature -> feature.getAttribute("name"))
                                        .sorted())
                        .collect(Collectors.joining(" ")))
                .orElse("");
    }

    /** libvirt's versions are major * 1000000 + minor * 1000 + release. */
    private static String text(long version) {
        return version / 1_000_000 + "." + version / 1_000 % 1_000 + "." + version % 1_000;
    }
}
