package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestIdentity;
import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.NetworkSpec;
import io.honeypool.pool.isolation.AddressPlan;
import io.honeypool.pool.isolation.EgressPolicies;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.NetworkSettings;
import java.net.InetAddress;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The network that guests are on, and their places in it. */
@Component
class GuestNetwork {

    private final AddressPlan plan;
    private final NetworkSettings settings;
    private final EgressPolicies policies;

    GuestNetwork(AddressPlan plan, HoneypoolSettings settings, EgressPolicies policies) {
        this.plan = plan;
        this.settings = settings.pool().network();
        this.policies = policies;
    }

    /** Who the guest of a slot is. */
    GuestIdentity identity(int slot) {
        return plan.identity(slot);
    }

    /** How a guest is attached to it. */
    DomainSpec.Link link(GuestIdentity identity) {
        return new DomainSpec.Link(settings.name(), identity.mac(), identity.name(), settings.portIsolation());
    }

    /** The name server that guests of a profile are told of; empty where they have none. */
    Optional<InetAddress> nameServer(GuestProfile profile) {
        return policies.of(profile.name()).nameServer();
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
                policies.anyAsksHost() ? settings.dnsAnswer() : null,
                plan.identities().stream()
                        .map(slot ->
                                new NetworkSpec.Host(slot.mac(), slot.address().getHostAddress()))
                        .toList());
    }
}
