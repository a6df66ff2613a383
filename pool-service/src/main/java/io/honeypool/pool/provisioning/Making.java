package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestIdentity;
import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.hypervisor.Acceleration;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.image.BaseImage;
import io.honeypool.pool.settings.GuestSettings.KeepOverlays;
import io.honeypool.pool.settings.GuestSettings.Start;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.util.unit.DataSize;

/**
 * One guest that is being made.
 *
 * @param identity what its slot gives it
 * @param profile what kind of guest it is
 * @param image what it is made from
 * @param spec its domain
 * @param nameServer the name server that it is told of, if any
 */
record Making(
        GuestIdentity identity,
        GuestProfile profile,
        BaseImage image,
        DomainSpec spec,
        Optional<InetAddress> nameServer) {

    /** Whether it may be restored: the profile wants it, and the pool can log in to prepare it. */
    boolean isRestorable() {
        return profile.settings().start() == Start.RESTORE && image.access().sshPort() > 0;
    }

    /** Whether the pool has to be able to read its overlay later, which is root's by then. */
    boolean mayBeKept() {
        return profile.settings().keepOverlays() != KeepOverlays.NEVER;
    }

    /** Where it is asked whether it answers. */
    InetSocketAddress door() {
        return new InetSocketAddress(identity.address(), image.access().ports().getFirst());
    }

    /** Where the host may log in: the pool itself, and sensors. */
    List<Integer> loginPorts() {
        return Stream.concat(image.access().ports().stream(), image.offered().ports().stream())
                .distinct()
                .toList();
    }

    /** Size of its disk; empty for the image's own. */
    Optional<DataSize> diskSize() {
        return Optional.ofNullable(profile.settings().limits().diskSize());
    }

    Acceleration acceleration() {
        return spec.acceleration();
    }
}
