package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestProfile;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Does what takes time, one virtual thread per slot and never two at the same slot. Work is started from one thread
 * only, the reconciler's.
 */
@Component
class PoolWorkers {

    private static final Logger log = LoggerFactory.getLogger(PoolWorkers.class);

    private final Provisioner provisioner;
    private final ProvisioningMetrics metrics;
    private final InstantSource clock;
    private final Set<Integer> busy = ConcurrentHashMap.newKeySet();
    private final Map<Integer, String> starting = new ConcurrentHashMap<>();
    private final Set<Integer> troubled = ConcurrentHashMap.newKeySet();
    private final Map<String, BackOff> backOffs = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    PoolWorkers(Provisioner provisioner, ProvisioningMetrics metrics, InstantSource clock) {
        this.provisioner = provisioner;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** A piece of work. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** What is being done now. */
    PoolSnapshot.Work now() {
        return new PoolSnapshot.Work(busy, starting, troubled);
    }

    /** How many guests of a profile may be started now. */
    int allowance(String profile) {
        return backOffs.getOrDefault(profile, BackOff.NONE).allowance(clock.instant());
    }

    /** Starts provisioning, unless something is being done to the slot. */
    void provision(int slot, GuestProfile profile, Runnable whenDone) {
        if (!busy.add(slot)) {
            return;
        }
        starting.put(slot, profile.name());
        Runnable ended = () -> {
            starting.remove(slot);
            whenDone.run();
        };
        run(slot, ended, () -> {
            boolean ready = provisioner.provision(slot, profile);
            if (ready) {
                troubled.remove(slot);
                backOffs.remove(profile.name());
            } else {
                troubled.add(slot);
                slowDown(profile.name());
            }
        });
    }

    private void slowDown(String profile) {
        BackOff next = backOffs.compute(
                profile, (name, known) -> (known == null ? BackOff.NONE : known).failedAt(clock.instant()));
        log.warn(
                "{} guests of the profile {} in a row did not get READY; the next try is in {} s",
                next.failures(),
                profile,
                next.delay().toSeconds());
    }

    /**
     * Starts work at a slot, unless something is being done to it; what it throws is logged, and the next round sees
     * what is left to do.
     */
    void start(int slot, Runnable whenDone, Work work) {
        if (busy.add(slot)) {
            run(slot, whenDone, work);
        }
    }

    private void run(int slot, Runnable whenDone, Work work) {
        threads.execute(() -> {
            try {
                work.run();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            } catch (Exception failed) {
                metrics.workFailed();
                log.warn("Work at slot {} failed and will be taken up again: {}", slot, failed.toString());
            } finally {
                busy.remove(slot);
                whenDone.run();
            }
        });
    }

    /**
     * Interrupts all work and waits for it to end; nothing can be started afterwards.
     *
     * @return whether all of it ended in time
     */
    boolean stop(Duration patience) throws InterruptedException {
        threads.shutdownNow();
        return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
