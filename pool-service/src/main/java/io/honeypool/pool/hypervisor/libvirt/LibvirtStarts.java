package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.HypervisorFault;
import io.honeypool.pool.hypervisor.SavedDomain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.w3c.dom.Element;

/**
 * Starts domains, and stops them for a later start. A domain is started, or restored, without running: libvirt puts its
 * filter on the interface it makes for it, and only when it says that the filter is in force does the domain run. A
 * domain that was suspended when it was saved is restored suspended (virDomainRestore).
 */
final class LibvirtStarts {

    private static final int START_PAUSED = 1;

    private final LibvirtCalls calls;

    LibvirtStarts(LibvirtCalls calls) {
        this.calls = calls;
    }

    void start(UUID id, String name, String filter, String document) {
        calls.run("start the domain " + name, connect -> {
            connect.domainCreateXML(document, START_PAUSED).free();
            run(connect, id, filter);
        });
    }

    void restore(SavedDomain saved) {
        calls.run("restore the domain " + saved.name(), connect -> {
            connect.restore(saved.memory().toString());
            run(connect, saved.id(), saved.filter());
        });
    }

    void save(UUID id, Path memory) {
        calls.run("save the domain " + id, connect -> {
            Domain domain = connect.domainLookupByUUIDString(id.toString());
            try {
                domain.suspend();
                domain.save(memory.toString());
            } finally {
                domain.free();
            }
        });
    }

    Duration processorTime(UUID id) {
        return calls.call("say how much the domain " + id + " ran", connect -> {
            Domain domain = connect.domainLookupByUUIDString(id.toString());
            try {
                return Duration.ofNanos(domain.getInfo().cpuTime);
            } finally {
                domain.free();
            }
        });
    }

    private static void run(Connect connect, UUID id, String filter) throws LibvirtException {
        Domain domain = connect.domainLookupByUUIDString(id.toString());
        try {
            if (!isInForce((FilterBindings) connect, domain, filter)) {
                domain.destroy();
                throw new HypervisorFault(
                        "the network filter " + filter + " is not in force; the domain did not run", null);
            }
            domain.resume();
        } finally {
            domain.free();
        }
    }

    private static boolean isInForce(FilterBindings connect, Domain domain, String filter) throws LibvirtException {
        Element document = XmlReader.root(domain.getXMLDesc(0));
        return XmlReader.first(document, "interface")
                .flatMap(link -> XmlReader.first(link, "target"))
                .flatMap(target -> connect.filterOn(target.getAttribute("dev")))
                .filter(filter::equals)
                .isPresent();
    }
}
