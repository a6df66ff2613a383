package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestIdentity;
import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.hypervisor.Acceleration;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.image.BaseImage;
import io.honeypool.pool.settings.GuestSettings.Start;
import java.net.InetSocketAddress;

/**
 * One guest that is being made.
 *
 * @param identity what its slot gives it
 * @param profile what kind of guest it is
 * @param image what it is made from
 * @param spec its domain
 */
record Making(GuestIdentity identity, GuestProfile profile, BaseImage image, DomainSpec spec) {

    /** Whether it may be restored: the profile wants it, and the pool can log in to prepare it. */
    boolean isRestorable() {
        return profile.settings().start() == Start.RESTORE && image.access().sshPort() > 0;
    }

    /** Where it is asked whether it answers. */
    InetSocketAddress door() {
        return new InetSocketAddress(identity.address(), image.access().ports().getFirst());
    }

    Acceleration acceleration() {
        return spec.acceleration();
    }
}
