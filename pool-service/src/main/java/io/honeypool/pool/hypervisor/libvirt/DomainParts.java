package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.Acceleration;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.DomainSpec.Limits;
import io.honeypool.pool.hypervisor.DomainSpec.Link;
import io.honeypool.pool.template.RequiredParts;
import io.honeypool.pool.template.XmlElement;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the document of a guest must have, so that it is the guest that was meant and stays in its isolation; pure. What
 * a guest may have beside that is listed, not what it may not: libvirt has many ways to a host.
 */
final class DomainParts {

    private static final Set<String> HARMLESS_DEVICES = Set.of(
            "emulator",
            "disk",
            "controller",
            "interface",
            "serial",
            "console",
            "rng",
            "memballoon",
            "input",
            "video",
            "watchdog",
            "panic");
    private static final Set<String> HARMLESS_LINK_PARTS = Set.of(
            "mac",
            "source",
            "model",
            "driver",
            "filterref",
            "port",
            "bandwidth",
            "address",
            "alias",
            "boot",
            "link",
            "mtu",
            "rom");
    private static final Set<String> HARMLESS_DISK_PARTS = Set.of(
            "driver", "source", "target", "iotune", "address", "alias", "boot", "blockio", "serial", "wwn", "vendor",
            "product");
    private static final Set<String> SILENT_LINES = Set.of("null", "pty");

    private DomainParts() {}

    static RequiredParts of(XmlElement domain, DomainSpec spec) {
        String type = spec.acceleration() == Acceleration.KVM ? "kvm" : "qemu";
        RequiredParts parts = new RequiredParts()
                .require(
                        domain.name().equals("domain")
                                && domain.attribute("type").equals(type),
                        "<domain type=\"" + type + "\">")
                .require(domain.textOf("name").equals(spec.name()), "one <name> with ${name}")
                .require(domain.textOf("uuid").equals(spec.id().toString()), "one <uuid> with ${uuid}")
                .require(domain.textOf("on_poweroff").equals("destroy"), "<on_poweroff>destroy</on_poweroff>")
                .require(domain.textOf("on_crash").equals("destroy"), "<on_crash>destroy</on_crash>")
                .require(!readsHostFiles(domain), "no <sysinfo> entry with a file of the host");
        XmlElement devices = domain.only("devices").orElseGet(() -> XmlElement.named("devices"));
        devices(devices, parts);
        disk(devices, spec, parts);
        link(devices, spec.link(), parts);
        limits(domain, devices, spec.limits(), parts);
        return parts;
    }

    private static boolean readsHostFiles(XmlElement domain) {
        return domain.all("sysinfo").stream()
                .flatMap(sysinfo -> sysinfo.all("entry").stream())
                .anyMatch(entry -> entry.attributes().contains("file"));
    }

    private static void devices(XmlElement devices, RequiredParts parts) {
        for (XmlElement device : devices.children()) {
            parts.require(HARMLESS_DEVICES.contains(device.name()), "no <" + device.name() + ">");
            boolean line = device.name().equals("serial") || device.name().equals("console");
            parts.require(
                    !line || SILENT_LINES.contains(device.attribute("type")),
                    "only type null or pty for a <" + device.name() + ">");
            parts.require(
                    !device.name().equals("rng")
                            || device.attributeOf("backend", "model").equals("random"),
                    "only <backend model=\"random\"> for an <rng>");
        }
    }

    private static void disk(XmlElement devices, DomainSpec spec, RequiredParts parts) {
        XmlElement disk = devices.only("disk").orElseGet(() -> XmlElement.named("disk"));
        parts.require(
                disk.attribute("type").equals("file")
                        && disk.attribute("device").equals("disk")
                        && disk.attributeOf("driver", "type").equals("qcow2")
                        && disk.attributeOf("source", "file").equals(spec.disk().overlay())
                        && HARMLESS_DISK_PARTS.containsAll(names(disk)),
                "one <disk type=\"file\" device=\"disk\"> of driver type qcow2 with <source file=\"${overlay}\"/>, and"
                        + " nothing but that to read from or write to");
    }

    private static void link(XmlElement devices, Link link, RequiredParts parts) {
        XmlElement one = devices.only("interface").orElseGet(() -> XmlElement.named("interface"));
        parts.require(
                one.attribute("type").equals("network")
                        && one.attributeOf("source", "network").equals(link.network())
                        && one.attributeOf("mac", "address").equals(link.mac())
                        && HARMLESS_LINK_PARTS.containsAll(names(one)),
                "one <interface type=\"network\"> with <source network=\"${network}\"/> and <mac address=\"${mac}\"/>,"
                        + " and nothing else that connects it");
        parts.require(
                one.attributeOf("filterref", "filter").equals(link.filter()),
                "<filterref filter=\"${filter}\"/> in the <interface>");
        parts.require(
                !link.isolatedPort() || one.attributeOf("port", "isolated").equals("yes"),
                "<port isolated=\"yes\"/> in the <interface>, as honeypool.pool.network.port-isolation wants it");
    }

    /** A limit that was set and has no effect would go unnoticed. */
    private static void limits(XmlElement domain, XmlElement devices, Limits limits, RequiredParts parts) {
        XmlElement processors = domain.only("cputune").orElseGet(() -> XmlElement.named("cputune"));
        XmlElement disk =
                devices.only("disk").flatMap(one -> one.only("iotune")).orElseGet(() -> XmlElement.named("iotune"));
        boolean bandwidth =
                devices.only("interface").flatMap(one -> one.only("bandwidth")).isPresent();
        parts.require(isGiven(limits.cpuWeight(), processors, "shares"), "<shares> in <cputune>")
                .require(limits.cpuPercent() == null || has(processors, "global_quota"), "<global_quota> in <cputune>")
                .require(isGiven(limits.diskBytes(), disk, "total_bytes_sec"), "<total_bytes_sec> in <iotune>")
                .require(isGiven(limits.diskOperations(), disk, "total_iops_sec"), "<total_iops_sec> in <iotune>")
                .require(limits.bandwidthKiB() == null || bandwidth, "<bandwidth> in the <interface>");
    }

    private static boolean isGiven(@Nullable Number limit, XmlElement parent, String name) {
        return limit == null || parent.textOf(name).equals(Objects.toString(limit));
    }

    private static boolean has(XmlElement parent, String name) {
        return parent.only(name).isPresent();
    }

    private static Set<String> names(XmlElement parent) {
        return Set.copyOf(parent.children().stream().map(XmlElement::name).toList());
    }
}
