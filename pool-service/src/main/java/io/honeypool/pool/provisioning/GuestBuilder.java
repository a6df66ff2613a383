package io.honeypool.pool.provisioning;

import io.honeypool.pool.failpoint.FailPoints;
import io.honeypool.pool.failpoint.Step;
import io.honeypool.pool.guest.GuestIdentity;
import io.honeypool.pool.hypervisor.Acceleration;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.hypervisor.NetworkSpec;
import io.honeypool.pool.image.BaseImage;
import io.honeypool.pool.image.Overlays;
import io.honeypool.pool.isolation.AddressPlan;
import io.honeypool.pool.isolation.FilterCompiler;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.NetworkSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Makes and removes what a guest consists of on the host: overlay, filter, domain. Knows no rows. */
@Component
class GuestBuilder {

    private final Hypervisor hypervisor;
    private final BaseImage image;
    private final Overlays overlays;
    private final AddressPlan plan;
    private final FilterCompiler filters;
    private final NetworkSettings settings;
    private final FailPoints failPoints;

    GuestBuilder(
            Hypervisor hypervisor,
            BaseImage image,
            Overlays overlays,
            AddressPlan plan,
            FilterCompiler filters,
            HoneypoolSettings settings,
            FailPoints failPoints) {
        this.hypervisor = hypervisor;
        this.image = image;
        this.overlays = overlays;
        this.plan = plan;
        this.filters = filters;
        this.settings = settings.pool().network();
        this.failPoints = failPoints;
    }

    /** Starts a guest; the overlay and the filter are there before its domain is. */
    void build(UUID id, GuestIdentity identity, Acceleration acceleration) throws IOException, InterruptedException {
        hypervisor.ensureNetwork(network());
        failPoints.reach(Step.PROVISION_ROW_MADE);
        Path overlay = overlays.create(identity.name(), image);
        failPoints.reach(Step.PROVISION_OVERLAY_MADE);
        hypervisor.defineFilter(filters.compile(identity, loginPorts()));
        failPoints.reach(Step.PROVISION_FILTER_MADE);
        hypervisor.start(new DomainSpec(
                id,
                identity.name(),
                acceleration,
                image.size(),
                new DomainSpec.Disk(overlay.toString(), image.disk().toString()),
                image.boot(),
                new DomainSpec.Link(settings.name(), identity.mac(), identity.name(), settings.portIsolation())));
        failPoints.reach(Step.PROVISION_DOMAIN_STARTED);
    }

    /** The guest has answered; all that is left is its row. */
    void answered() {
        failPoints.reach(Step.PROVISION_BEFORE_READY);
    }

    /** Removes whatever there is of a guest. */
    void remove(UUID id, String name) throws IOException {
        failPoints.reach(Step.RETIRE_ROW_MOVED);
        hypervisor.destroy(id);
        failPoints.reach(Step.RETIRE_DOMAIN_DESTROYED);
        hypervisor.removeFilter(name);
        failPoints.reach(Step.RETIRE_FILTER_REMOVED);
        overlays.remove(name);
        failPoints.reach(Step.RETIRE_OVERLAY_REMOVED);
    }

    /** The network that guests are on. */
    NetworkSpec network() {
        return new NetworkSpec(
                settings.name(),
                settings.bridge(),
                plan.gateway().getHostAddress(),
                plan.prefixLength(),
                settings.forward() == NetworkSettings.Forward.ROUTED,
                plan.identities().stream()
                        .map(slot ->
                                new NetworkSpec.Host(slot.mac(), slot.address().getHostAddress()))
                        .toList());
    }

    private List<Integer> loginPorts() {
        return IntStream.of(image.access().sshPort(), image.access().telnetPort())
                .filter(port -> port > 0)
                .boxed()
                .toList();
    }
}
