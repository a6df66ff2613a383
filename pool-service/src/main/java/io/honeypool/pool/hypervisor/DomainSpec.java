package io.honeypool.pool.hypervisor;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A domain to start.
 *
 * @param id the domain's UUID
 * @param name the domain's name
 * @param acceleration what executes it
 * @param size memory and processors
 * @param disk what it boots from and writes to
 * @param boot kernel to boot directly; null to boot by the disk's own boot loader
 * @param link how it is attached to the network
 */
public record DomainSpec(
        UUID id,
        String name,
        Acceleration acceleration,
        Size size,
        Disk disk,
        @Nullable DirectBoot boot,
        Link link) {

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
}
