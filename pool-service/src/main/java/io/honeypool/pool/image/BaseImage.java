package io.honeypool.pool.image;

import io.honeypool.pool.guest.GuestAccess;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.settings.GuestSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * A base image that guests are made from; nothing ever writes to it.
 *
 * @param name its name
 * @param recipe its version
 * @param disk absolute path of its qcow2 disk
 * @param boot kernel to boot directly; null to boot by the disk's own boot loader
 * @param size memory and processors that a guest needs
 * @param access how the pool itself logs in to a guest
 * @param offered how sensors log in; a port is 0 where the profile does not offer it
 */
public record BaseImage(
        String name,
        String recipe,
        Path disk,
        DomainSpec.@Nullable DirectBoot boot,
        DomainSpec.Size size,
        GuestAccess access,
        GuestAccess offered) {

    /** The same image as a profile has it. */
    BaseImage in(GuestSettings profile) {
        DataSize memory = profile.memory();
        Integer vcpus = profile.vcpus();
        DomainSpec.Size own = new DomainSpec.Size(
                memory == null ? size.memoryMiB() : Math.toIntExact(memory.toMegabytes()),
                vcpus == null ? size.vcpus() : vcpus);
        return new BaseImage(name, recipe, disk, boot, own, access, offered(profile));
    }

    private GuestAccess offered(GuestSettings profile) {
        Integer ssh = profile.sshPort();
        Integer telnet = profile.telnetPort();
        return new GuestAccess(
                ssh == null ? access.sshPort() : ssh,
                telnet == null ? access.telnetPort() : telnet,
                access.credentials());
    }
}
