package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestIdentity;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.NetworkSpec;
import io.honeypool.pool.isolation.AddressPlan;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.NetworkSettings;
import org.springframework.stereotype.Component;

/** The network that guests are on, and their places in it. */
@Component
class GuestNetwork {

    private final AddressPlan plan;
    private final NetworkSettings settings;

    GuestNetwork(AddressPlan plan, HoneypoolSettings settings) {
        this.plan = plan;
        this.settings = settings.pool().network();
    }

    /** Who the guest of a slot is. */
    GuestIdentity identity(int slot) {
        return plan.identity(slot);
    }

    /** How a guest is attached to it. */
    DomainSpec.Link link(GuestIdentity identity) {
        return new DomainSpec.Link(settings.name(), identity.mac(), identity.name(), settings.portIsolation());
    }

    /** What it is to be. */
    NetworkSpec spec() {
        return as(settings.name(), settings.bridge());
    }

    /** The same under another name, with another interface of the host. */
    NetworkSpec as(String name, String bridge) {
        return new NetworkSpec(
                name,
                bridge,
                plan.gateway().getHostAddress(),
                plan.prefixLength(),
                settings.forward() == NetworkSettings.Forward.ROUTED,
                plan.identities().stream()
                        .map(slot ->
                                new NetworkSpec.Host(slot.mac(), slot.address().getHostAddress()))
                        .toList());
    }
}
