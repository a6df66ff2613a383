package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.hypervisor.HypervisorFacts;
import io.honeypool.pool.hypervisor.HypervisorFault;
import io.honeypool.pool.hypervisor.HypervisorUnavailable;
import io.honeypool.pool.hypervisor.NetworkMismatch;
import io.honeypool.pool.hypervisor.NetworkSpec;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.StartupFailure;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Checks at start what the pool cannot do without: the hypervisor, the network, templates and limits, KVM if it is
 * demanded.
 */
@Component
class PoolStart {

    private static final Logger log = LoggerFactory.getLogger(PoolStart.class);

    private final Hypervisor hypervisor;
    private final GuestNetwork network;
    private final GuestLimits limits;
    private final TemplateTrial templates;
    private final AccelerationChoice acceleration;
    private final Guests guests;
    private final String uri;

    PoolStart(
            Hypervisor hypervisor,
            GuestNetwork network,
            GuestLimits limits,
            TemplateTrial templates,
            AccelerationChoice acceleration,
            Guests guests,
            HoneypoolSettings settings) {
        this.hypervisor = hypervisor;
        this.network = network;
        this.limits = limits;
        this.templates = templates;
        this.acceleration = acceleration;
        this.guests = guests;
        this.uri = settings.pool().hypervisor().uri();
    }

    /** Sensors reach guests by address: one that two services have leads to either. */
    private void checkNeighbours() {
        NetworkSpec own = network.spec();
        guests.otherOwnerIn(InetAddress.ofLiteral(own.gateway()), own.prefixLength())
                .ifPresent(other -> {
                    throw new StartupFailure(
                            "The pool service " + other + " on the same database has guests in this one's network, "
                                    + own.gateway() + "/" + own.prefixLength() + ".",
                            "Set honeypool.pool.network.cidr to a network that no other service has.");
                });
    }

    /**
     * Checks.
     *
     * @throws StartupFailure with what is wrong and what to do
     */
    void check() {
        checkNeighbours();
        templates.read();
        try {
            HypervisorFacts facts = hypervisor.facts();
            log.info("Connected to {} ({})", uri, facts.version());
            acceleration.checkDemand();
            templates.judge(acceleration);
            hypervisor.ensureNetwork(network.spec());
            limits.check();
        } catch (HypervisorUnavailable unreachable) {
            throw new StartupFailure(
                    "libvirt cannot be reached at " + uri + ": " + unreachable.getMessage() + ".",
                    "See that libvirtd runs and that the user the pool runs as may use its socket (group libvirt), or"
                            + " correct honeypool.pool.hypervisor.uri.",
                    unreachable);
        } catch (NetworkMismatch mismatch) {
            throw new StartupFailure(
                    mismatch.getMessage() + ".",
                    "Remove it if nothing uses it (virsh -c " + uri + " net-destroy " + mismatch.network()
                            + "), or set honeypool.pool.network.name, .bridge and .cidr to values of their own: every pool on"
                            + " a host needs a network that no other has.",
                    mismatch);
        } catch (HypervisorFault refused) {
            throw new StartupFailure(
                    "libvirt at " + uri + " refused what the pool needs to start: " + refused.getMessage() + ".",
                    "If the message is about an interface or an address, set honeypool.pool.network.bridge and .cidr to"
                            + " ones that nothing else uses; libvirt's own log says more.",
                    refused);
        }
    }
}
