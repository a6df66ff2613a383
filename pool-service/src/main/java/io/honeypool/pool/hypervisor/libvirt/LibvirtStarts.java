package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.HypervisorFault;
import io.honeypool.pool.hypervisor.SavedDomain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.KeycodeSet;
import org.libvirt.LibvirtException;
import org.w3c.dom.Element;

/**
 * Starts domains, and stops them for a later start. A domain is started, or restored, without running: libvirt puts its
 * filter on the interface it makes for it, and only when it says that the filter is in force does the domain run. A
 * domain that was suspended when it was saved is restored suspended (virDomainRestore).
 */
final class LibvirtStarts {

    private static final int START_PAUSED = 1;
    /** Numbers of keys in Linux's input-event-codes.h. */
    private static final int KEY_ALT = 56;

    private static final int KEY_SYSRQ = 99;
    private static final int KEY_S = 31;
    private static final int KEYS_HELD_MILLIS = 100;
    private static final String ALL_DISKS = "";

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

    /** Alt, SysRq and S: Linux's emergency sync. */
    void askToSync(UUID id) {
        calls.run("press keys of the domain " + id, connect -> {
            Domain domain = connect.domainLookupByUUIDString(id.toString());
            try {
                domain.sendKey(KeycodeSet.LINUX, KEYS_HELD_MILLIS, KEY_ALT, KEY_SYSRQ, KEY_S);
            } finally {
                domain.free();
            }
        });
    }

    long bytesWritten(UUID id) {
        return calls.look("say how much the domain " + id + " wrote", connect -> {
            Domain domain = connect.domainLookupByUUIDString(id.toString());
            try {
                return domain.blockStats(ALL_DISKS).wr_bytes;
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
