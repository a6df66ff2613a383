package io.honeypool.pool.image;

import io.honeypool.pool.guest.GuestAccess;
import io.honeypool.pool.hypervisor.DomainSpec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A base image that guests are made from; nothing ever writes to it.
 *
 * @param name its name
 * @param recipe its version
 * @param disk absolute path of its qcow2 disk
 * @param boot kernel to boot directly; null to boot by the disk's own boot loader
 * @param size memory and processors that a guest needs
 * @param access how one logs in to a guest
 */
public record BaseImage(
        String name,
        String recipe,
        Path disk,
        DomainSpec.@Nullable DirectBoot boot,
        DomainSpec.Size size,
        GuestAccess access) {

    /** The same image for guests with another amount of memory, in MiB. */
    BaseImage withMemory(int memoryMiB) {
        return new BaseImage(name, recipe, disk, boot, new DomainSpec.Size(memoryMiB, size.vcpus()), access);
    }
}
