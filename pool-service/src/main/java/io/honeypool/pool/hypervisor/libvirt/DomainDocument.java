package io.honeypool.pool.hypervisor.libvirt;

import static io.honeypool.pool.hypervisor.XmlElement.named;

import io.honeypool.pool.hypervisor.Acceleration;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.DomainSpec.DirectBoot;
import io.honeypool.pool.hypervisor.DomainSpec.Disk;
import io.honeypool.pool.hypervisor.DomainSpec.Link;
import io.honeypool.pool.hypervisor.KvmTrial;
import io.honeypool.pool.hypervisor.XmlElement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes libvirt's domain documents (libvirt.org/formatdomain.html); pure. */
final class DomainDocument {

    private static final String TRIAL_COMMAND_LINE = "rdinit=/bin/false panic=-1 quiet";
    private static final int TRIAL_MEMORY_MIB = 256;

    private DomainDocument() {}

    /** A guest. */
    static XmlElement of(DomainSpec spec) {
        return frame(spec.id(), spec.name(), spec.acceleration(), spec.size(), "restart")
                .containing(
                        os(spec.boot()).containing(named("smbios").with("mode", "sysinfo")),
                        sysinfo(),
                        named("genid"),
                        named("devices")
                                .containing(
                                        disk(spec.disk()),
                                        link(spec.link()),
                                        named("serial").with("type", "null"),
                                        rng(),
                                        named("controller").with("type", "usb").with("model", "none"),
                                        named("memballoon").with("model", "none")));
    }

    /** A guest without disk and network that ends by itself once its kernel runs. */
    static XmlElement of(KvmTrial trial, UUID id) {
        DirectBoot boot = new DirectBoot(trial.boot().kernel(), trial.boot().initrd(), TRIAL_COMMAND_LINE);
        DomainSpec.Size size = new DomainSpec.Size(TRIAL_MEMORY_MIB, 1);
        return frame(id, trial.name(), Acceleration.KVM, size, "destroy")
                .containing(
                        os(boot),
                        named("devices")
                                .containing(
                                        named("controller").with("type", "usb").with("model", "none"),
                                        named("memballoon").with("model", "none")));
    }

    private static XmlElement frame(
            UUID id, String name, Acceleration acceleration, DomainSpec.Size size, String onReboot) {
        boolean kvm = acceleration == Acceleration.KVM;
        return named("domain")
                .with("type", kvm ? "kvm" : "qemu")
                .containing(
                        named("name").text(name),
                        named("uuid").text(id),
                        named("memory").with("unit", "MiB").text(size.memoryMiB()),
                        named("vcpu").text(size.vcpus()),
                        named("features").containing(named("acpi"), named("apic")),
                        kvm ? hostProcessor() : emulatedProcessor(),
                        named("clock").with("offset", "utc"),
                        named("on_poweroff").text("destroy"),
                        named("on_reboot").text(onReboot),
                        named("on_crash").text("destroy"));
    }

    /** Without the one feature that a host which is itself a guest often cannot pass on. */
    private static XmlElement hostProcessor() {
        return named("cpu")
                .with("mode", "host-passthrough")
                .with("check", "none")
                .containing(named("feature").with("policy", "disable").with("name", "arch-capabilities"));
    }

    /** A processor that hosting providers show their customers; the default would be named after QEMU. */
    private static XmlElement emulatedProcessor() {
        return named("cpu")
                .with("mode", "custom")
                .with("match", "exact")
                .with("check", "none")
                .containing(named("model").with("fallback", "forbid").text("Haswell-noTSX"));
    }

    private static XmlElement os(@Nullable DirectBoot boot) {
        XmlElement os = named("os").containing(named("type").text("hvm"));
        if (boot == null) {
            os.containing(named("boot").with("dev", "hd"));
        } else {
            String initrd = boot.initrd();
            os.containing(named("kernel").text(boot.kernel()));
            if (initrd != null) {
                os.containing(named("initrd").text(initrd));
            }
            os.containing(named("cmdline").text(boot.commandLine()));
        }
        return os;
    }

    /** What a virtual server of an ordinary provider says of itself. */
    private static XmlElement sysinfo() {
        return named("sysinfo")
                .with("type", "smbios")
                .containing(
                        named("system")
                                .containing(
                                        entry("manufacturer", "OpenStack Foundation"),
                                        entry("product", "OpenStack Nova"),
                                        entry("version", "26.2.1"),
                                        entry("family", "Virtual Machine")),
                        named("chassis").containing(entry("manufacturer", "OpenStack Foundation")));
    }

    private static XmlElement entry(String name, String value) {
        return named("entry").with("name", name).text(value);
    }

    /**
     * Writes may be lost when the host goes down: so is the guest. A full host gives the guest an error, rather than
     * stopping it. What the overlay lies on is in its own header, which guests cannot write to, so that saved memory
     * can be restored over another overlay.
     */
    private static XmlElement disk(Disk disk) {
        return named("disk")
                .with("type", "file")
                .with("device", "disk")
                .containing(
                        named("driver")
                                .with("name", "qemu")
                                .with("type", "qcow2")
                                .with("cache", "unsafe")
                                .with("error_policy", "report")
                                .with("discard", "unmap"),
                        named("source").with("file", disk.overlay()),
                        named("target").with("dev", "vda").with("bus", "virtio"));
    }

    private static XmlElement link(Link link) {
        XmlElement element = named("interface")
                .with("type", "network")
                .containing(
                        named("mac").with("address", link.mac()),
                        named("source").with("network", link.network()),
                        named("model").with("type", "virtio"),
                        named("filterref").with("filter", link.filter()));
        return link.isolatedPort() ? element.containing(named("port").with("isolated", "yes")) : element;
    }

    private static XmlElement rng() {
        return named("rng")
                .with("model", "virtio")
                .containing(named("backend").with("model", "random").text("/dev/urandom"));
    }
}
