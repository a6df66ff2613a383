package io.honeypool.pool.provisioning;

import io.honeypool.pool.disk.DiskRoom;
import io.honeypool.pool.filestore.StoreRounds;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.kept.KeptRounds;
import io.honeypool.pool.lease.LeaseEndReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Compares what is wanted with what is there, and has the difference worked off. One round changes rows at once and
 * starts what takes time; rounds come from one thread at a time.
 */
@Component
class PoolReconciler {

    private static final Duration BETWEEN_PURGES = Duration.ofMinutes(10);

    private final PoolObserver observer;
    private final GuestProfiles profiles;
    private final PoolPlanner planner;
    private final PoolWorkers workers;
    private final Provisioner provisioner;
    private final Reaper reaper;
    private final GuestWatch watch;
    private final ImageWatch images;
    private final Guests guests;
    private final PoolLeases leases;
    private final KeptRounds kept;
    private final List<StoreRounds> files;
    private final DiskRoom room;
    private long purgedAt = System.nanoTime();

    PoolReconciler(
            PoolObserver observer,
            PoolHands hands,
            Guests guests,
            PoolLeases leases,
            GuestProfiles profiles,
            KeptRounds kept,
            DiskRoom room) {
        this.observer = observer;
        this.profiles = profiles;
        this.planner =
                new PoolPlanner(profiles.all().stream().map(PoolTargets::of).toList());
        this.workers = hands.workers();
        this.provisioner = hands.provisioner();
        this.reaper = hands.reaper();
        this.watch = hands.watch();
        this.images = hands.images();
        this.files = hands.files();
        this.guests = guests;
        this.leases = leases;
        this.kept = kept;
        this.room = room;
    }

    /**
     * One round.
     *
     * @param again wants to be called when a piece of work has ended, from any thread
     * @return what was seen at its beginning
     */
    PoolSnapshot reconcile(Runnable again) throws IOException {
        leases.keeper().expire();
        purgeNowAndThen();
        kept.look();
        for (StoreRounds store : files) {
            store.look();
        }
        PoolSnapshot snapshot = observer.look(workers.now());
        boolean allowed = room.allowsGuest();
        for (PoolAction action : planner.plan(snapshot, profile -> allowed ? workers.allowance(profile) : 0)) {
            perform(action, again);
        }
        watch.look(snapshot, again);
        images.look(snapshot);
        return snapshot;
    }

    private void perform(PoolAction action, Runnable again) {
        switch (action) {
            case PoolAction.Provision(int slot, String profile) ->
                workers.provision(slot, profiles.find(profile).orElseThrow(), again);
            case PoolAction.Abandon(UUID guest) -> guests.abandon(guest, "the pool stopped while it was provisioned");
            case PoolAction.Lose(UUID guest) ->
                leases.keeper().takeGuest(guest, LeaseEndReason.GUEST_STOPPED, GuestState.RETIRING);
            case PoolAction.RetireStale(UUID guest) -> guests.move(guest, GuestState.READY, GuestState.RETIRING);
            case PoolAction.Remove(UUID guest, int slot) -> workers.start(slot, again, () -> provisioner.remove(guest));
            case PoolAction.ReapDomain(int slot, UUID domain) ->
                workers.start(slot, again, () -> reaper.reapDomain(slot, domain));
            case PoolAction.ReapFilter(int slot) -> workers.start(slot, again, () -> reaper.reapFilter(slot));
            case PoolAction.ReapOverlay(int slot) -> workers.start(slot, again, () -> reaper.reapOverlay(slot));
            case PoolAction.TidyBakes(int slot) -> workers.start(slot, again, () -> reaper.tidyBakes(slot));
        }
    }

    private void purgeNowAndThen() {
        if (System.nanoTime() - purgedAt > BETWEEN_PURGES.toNanos()) {
            purgedAt = System.nanoTime();
            leases.history().forget();
        }
    }
}
