package io.honeypool.pool.provisioning;

import io.honeypool.pool.failpoint.FailPoints;
import io.honeypool.pool.failpoint.Step;
import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guest.GuestIdentity;
import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.hypervisor.Acceleration;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.hypervisor.SavedDomain;
import io.honeypool.pool.image.Bake;
import io.honeypool.pool.image.BaseImage;
import io.honeypool.pool.image.Overlays;
import io.honeypool.pool.image.ProfileImages;
import io.honeypool.pool.isolation.FilterCompiler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes and removes what a guest consists of on the host: overlay, filter, domain. Knows no rows. */
@Component
class GuestBuilder {

    private final Hypervisor hypervisor;
    private final ProfileImages images;
    private final Overlays overlays;
    private final GuestNetwork network;
    private final GuestLimits limits;
    private final FilterCompiler filters;
    private final FailPoints failPoints;

    GuestBuilder(
            Hypervisor hypervisor,
            ProfileImages images,
            Overlays overlays,
            GuestNetwork network,
            GuestLimits limits,
            FilterCompiler filters,
            FailPoints failPoints) {
        this.hypervisor = hypervisor;
        this.images = images;
        this.overlays = overlays;
        this.network = network;
        this.limits = limits;
        this.filters = filters;
        this.failPoints = failPoints;
    }

    /** What a guest of a profile is to be in a slot. */
    Making plan(int slot, GuestProfile profile, Acceleration acceleration) {
        GuestIdentity identity = network.identity(slot);
        BaseImage image = images.of(profile);
        DomainSpec spec = new DomainSpec(
                identity.domain(),
                identity.name(),
                profile.name(),
                acceleration,
                image.size(),
                profile.settings().machine(),
                new DomainSpec.Disk(overlays.path(identity.name()).toString()),
                image.boot(),
                network.link(identity),
                limits.of(profile));
        return new Making(identity, profile, image, spec, network.nameServer(profile));
    }

    /** Sees to the network and the filter, which are there before the domain is. */
    void prepare(Making guest) {
        failPoints.reach(Step.PROVISION_ROW_MADE);
        hypervisor.ensureNetwork(network.spec());
        hypervisor.defineFilter(filters.compile(guest.profile().name(), guest.identity(), guest.loginPorts()));
        failPoints.reach(Step.PROVISION_FILTER_MADE);
    }

    /** Starts a guest on a fresh overlay on its base image. */
    void boot(Making guest, boolean readable) throws IOException, InterruptedException {
        overlays.create(guest.identity().name(), guest.image().disk(), guest.diskSize(), readable || guest.mayBeKept());
        failPoints.reach(Step.PROVISION_OVERLAY_MADE);
        hypervisor.start(guest.spec());
        failPoints.reach(Step.PROVISION_DOMAIN_STARTED);
    }

    /** Makes the overlay of a guest that was saved the disk of its slot. */
    void handOverDisk(Making guest, Path disk) throws IOException {
        overlays.moveTo(guest.identity().name(), disk);
        failPoints.reach(Step.BAKE_MOVED);
    }

    /** Starts a guest on a fresh overlay on its slot's disk, from its slot's memory. */
    void restore(Making guest, Bake bake) throws IOException, InterruptedException {
        overlays.create(guest.identity().name(), bake.disk(), guest.mayBeKept());
        failPoints.reach(Step.PROVISION_OVERLAY_MADE);
        hypervisor.restore(new SavedDomain(
                guest.spec().id(), guest.spec().name(), guest.spec().link().filter(), bake.memory()));
        failPoints.reach(Step.PROVISION_DOMAIN_STARTED);
    }

    /** The guest has answered; all that is left is its row. */
    void answered() {
        failPoints.reach(Step.PROVISION_BEFORE_READY);
    }

    /** Removes domain and overlay, so that the guest can be started in another way. */
    void clear(Making guest) throws IOException {
        hypervisor.destroy(guest.spec().id());
        overlays.remove(guest.identity().name());
    }

    /** Removes whatever there is of a guest but its overlay. */
    void takeDown(Guest guest) {
        UUID domain = guest.domain();
        String name = guest.name();
        failPoints.reach(Step.RETIRE_ROW_MOVED);
        hypervisor.destroy(domain);
        failPoints.reach(Step.RETIRE_DOMAIN_DESTROYED);
        hypervisor.removeFilter(name);
        failPoints.reach(Step.RETIRE_FILTER_REMOVED);
    }

    /** Removes the overlay of a guest. */
    void removeOverlay(Guest guest) throws IOException {
        overlays.remove(guest.name());
        failPoints.reach(Step.RETIRE_OVERLAY_REMOVED);
    }
}
