package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.hypervisor.HypervisorException;
import io.honeypool.pool.lease.LeaseEndReason;
import io.honeypool.pool.lease.LeaseKeeper;
import io.honeypool.pool.owner.UnconfirmedOwnership;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Takes what this service owns down when the service stops and was told to: leases, guests, network. */
@Component
class PoolClosing {

    private static final Logger log = LoggerFactory.getLogger(PoolClosing.class);

    private final LeaseKeeper leases;
    private final Guests guests;
    private final Provisioner provisioner;
    private final PoolObserver observer;
    private final Reaper reaper;
    private final Hypervisor hypervisor;
    private final GuestNetwork network;

    PoolClosing(
            LeaseKeeper leases,
            Guests guests,
            Provisioner provisioner,
            PoolObserver observer,
            Reaper reaper,
            Hypervisor hypervisor,
            GuestNetwork network) {
        this.leases = leases;
        this.guests = guests;
        this.provisioner = provisioner;
        this.observer = observer;
        this.reaper = reaper;
        this.hypervisor = hypervisor;
        this.network = network;
    }

    /** Takes it down; what fails is logged and left to the next start. */
    void close() {
        try {
            guests.live().forEach(this::retire);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                guests.live().forEach(guest -> threads.execute(() -> remove(guest.id())));
            }
            reapRest();
            hypervisor.removeNetwork(network.spec());
            log.info("All guests are retired, the network is removed");
        } catch (HypervisorException | DataAccessException | UnconfirmedOwnership | IOException failed) {
            log.error("The pool could not be taken down completely; the next start cleans up: {}", failed.toString());
        }
    }

    private void retire(Guest guest) {
        if (guest.state() == GuestState.PROVISIONING) {
            guests.abandon(guest.id(), "the pool was shut down");
        } else if (guest.state() != GuestState.RETIRING && !take(guest)) {
            take(guest); // another service was just handing it out
        }
    }

    private boolean take(Guest guest) {
        return leases.takeGuest(guest.id(), LeaseEndReason.SHUTDOWN, GuestState.RETIRING);
    }

    private void remove(UUID guest) {
        try {
            provisioner.remove(guest);
        } catch (HypervisorException | DataAccessException | IOException failed) {
            log.error("Guest {} could not be removed; the next start does it: {}", guest, failed.toString());
        }
    }

    private void reapRest() throws IOException {
        PoolSnapshot left = observer.look(PoolSnapshot.Work.NONE);
        left.host().domains().forEach((slot, domain) -> reaper.reapDomain(slot, domain.id()));
        left.host().filters().forEach(reaper::reapFilter);
        for (int slot : left.host().overlays()) {
            reaper.reapOverlay(slot);
        }
    }
}
