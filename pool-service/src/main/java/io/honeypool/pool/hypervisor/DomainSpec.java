package io.honeypool.pool.hypervisor;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A domain to start.
 *
 * @param id the domain's UUID
 * @param name the domain's name
 * @param profile the guest profile, which may have a template of its own
 * @param acceleration what executes it
 * @param size memory and processors
 * @param machine QEMU machine type; null for libvirt's default
 * @param disk what it boots from and writes to
 * @param boot kernel to boot directly; null to boot by the disk's own boot loader
 * @param link how it is attached to the network
 * @param limits what it may use of the host
 */
public record DomainSpec(
        UUID id,
        String name,
        String profile,
        Acceleration acceleration,
        Size size,
        @Nullable String machine,
        Disk disk,
        @Nullable DirectBoot boot,
        Link link,
        Limits limits) {

    /** The same guest as another domain, with a filter of that domain's name. */
    public DomainSpec as(UUID otherId, String otherName) {
        Link other = new Link(link.network(), link.mac(), otherName, link.isolatedPort());
        return new DomainSpec(otherId, otherName, profile, acceleration, size, machine, disk, boot, other, limits);
    }

    /** Memory in MiB and number of processors. */
    public record Size(int memoryMiB, int vcpus) {}

    /**
     * A qcow2 overlay, whose header names what it lies on.
     *
     * @param overlay what the guest writes to; absolute path
     */
    public record Disk(String overlay) {}

    /**
     * A kernel booted without boot loader; absolute paths.
     *
     * @param kernel the kernel
     * @param initrd its initial RAM disk, if it has one
     * @param commandLine its command line
     */
    public record DirectBoot(String kernel, @Nullable String initrd, String commandLine) {}

    /**
     * The one network interface.
     *
     * @param network the network's name
     * @param mac the interface's address
     * @param filter name of the network filter on it
     * @param isolatedPort whether the bridge keeps it from other isolated ports
     */
    public record Link(String network, String mac, String filter, boolean isolatedPort) {}

    /**
     * What a domain may use of the host; null for as much as there is.
     *
     * @param cpuWeight its part of the processors when they are busy, relative to other domains'
     * @param cpuPercent its most of the processors, in percent of one core
     * @param diskBytes bytes a second that it may read and write
     * @param diskOperations reads and writes a second
     * @param bandwidthKiB KiB a second that it may get, and as many that it may send
     */
    public record Limits(
            @Nullable Integer cpuWeight,
            @Nullable Integer cpuPercent,
            @Nullable Long diskBytes,
            @Nullable Integer diskOperations,
            @Nullable Long bandwidthKiB) {

        /** No limits. */
        public static final Limits NONE = new Limits(null, null, null, null, null);

        /** Whether its use of processors is limited. */
        public boolean ofProcessors() {
            return cpuWeight != null || cpuPercent != null;
        }

        /** The same without limits to its use of processors. */
        public Limits withoutProcessors() {
            return new Limits(null, null, diskBytes, diskOperations, bandwidthKiB);
        }
    }
}
