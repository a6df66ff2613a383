package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guest.GuestIdentity;
import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.guest.NewGuest;
import io.honeypool.pool.hypervisor.Acceleration;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.hypervisor.HypervisorException;
import io.honeypool.pool.hypervisor.HypervisorUnavailable;
import io.honeypool.pool.image.BaseImage;
import io.honeypool.pool.isolation.AddressPlan;
import io.honeypool.pool.settings.HoneypoolSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes a guest from nothing to READY, and from RETIRING to nothing. The row comes first, then what is on the host,
 * then the row's next state: whatever happens in between, the rows say what may have been left behind.
 */
@Component
class Provisioner {

    private static final Logger log = LoggerFactory.getLogger(Provisioner.class);
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(250);
    private static final int PROBES_PER_DOMAIN_CHECK = 8;

    private final Guests guests;
    private final GuestBuilder builder;
    private final Hypervisor hypervisor;
    private final BaseImage image;
    private final AddressPlan plan;
    private final AccelerationChoice acceleration;
    private final Duration bootTimeout;
    private final ReadinessProbe probe = new ReadinessProbe();

    Provisioner(
            Guests guests,
            GuestBuilder builder,
            Hypervisor hypervisor,
            BaseImage image,
            AddressPlan plan,
            AccelerationChoice acceleration,
            HoneypoolSettings settings) {
        this.guests = guests;
        this.builder = builder;
        this.hypervisor = hypervisor;
        this.image = image;
        this.plan = plan;
        this.acceleration = acceleration;
        this.bootTimeout = settings.pool().guests().bootTimeout();
    }

    /**
     * Provisions a guest in a free slot.
     *
     * @return whether it got READY; if not, it is RETIRING and its row says why
     * @throws InterruptedException if the service is stopping; the guest stays PROVISIONING
     */
    boolean provision(int slot, String profile) throws InterruptedException {
        Acceleration with = acceleration.next();
        GuestIdentity identity = plan.identity(slot);
        UUID id = UUID.randomUUID();
        guests.add(new NewGuest(id, profile, image.name(), image.recipe(), identity, image.access()));
        long start = System.nanoTime();
        try {
            builder.build(id, identity, with);
            String failure = awaitAnswer(id, identity, start);
            acceleration.booted(with, failure.isEmpty());
            if (!failure.isEmpty()) {
                return abandon(id, identity, failure);
            }
        } catch (HypervisorException | IOException refused) {
            return abandon(id, identity, String.valueOf(refused.getMessage()));
        }
        builder.answered();
        boolean ready = guests.move(id, GuestState.PROVISIONING, GuestState.READY);
        log.info("Guest {} is READY after {} ms under {}", identity.name(), millisSince(start), with);
        return ready;
    }

    /** Removes what is left of a RETIRING guest. */
    void remove(UUID id) throws IOException {
        Guest guest = guests.find(id).orElseThrow();
        builder.remove(id, guest.name());
        guests.gone(id);
        log.info("Guest {} ({}) is removed", guest.name(), id);
    }

    private boolean abandon(UUID id, GuestIdentity identity, String reason) {
        log.warn("Guest {} did not get READY: {}", identity.name(), reason);
        guests.abandon(id, reason);
        return false;
    }

    /** Why the guest did not answer; empty if it did. */
    private String awaitAnswer(UUID id, GuestIdentity identity, long start) throws InterruptedException {
        InetSocketAddress ssh =
                new InetSocketAddress(identity.address(), image.access().sshPort());
        for (int attempt = 1; millisSince(start) < bootTimeout.toMillis(); attempt++) {
            if (probe.answers(ssh)) {
                return "";
            }
            if (attempt % PROBES_PER_DOMAIN_CHECK == 0 && !runs(id)) {
                return "its domain stopped while it booted";
            }
            Thread.sleep(BETWEEN_PROBES);
        }
        return "no SSH answer from " + ssh + " within " + bootTimeout.toSeconds() + " s";
    }

    /** Whether the domain runs, for all that is known: a libvirt that restarts does not stop its domains. */
    private boolean runs(UUID id) {
        try {
            return hypervisor.domains().stream().anyMatch(domain -> domain.id().equals(id));
        } catch (HypervisorUnavailable unknown) {
            return true;
        }
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
