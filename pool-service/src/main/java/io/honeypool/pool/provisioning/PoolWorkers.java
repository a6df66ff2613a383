package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestProfiles;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
    private final Set<Integer> starting = ConcurrentHashMap.newKeySet();
    private final AtomicReference<BackOff> backOff = new AtomicReference<>(BackOff.NONE);
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

    /** Slots at which something is being done. */
    Set<Integer> busy() {
        return Set.copyOf(busy);
    }

    /** Slots in which a guest is being provisioned. */
    Set<Integer> starting() {
        return Set.copyOf(starting);
    }

    /** How many guests may be started now. */
    int allowance() {
        return backOff.get().allowance(clock.instant());
    }

    /** Starts provisioning. */
    void provision(int slot, Runnable whenDone) {
        starting.add(slot);
        Runnable ended = () -> {
            starting.remove(slot);
            whenDone.run();
        };
        start(slot, ended, () -> {
            long begin = System.nanoTime();
            boolean ready = provisioner.provision(slot, GuestProfiles.DEFAULT);
            metrics.provisioned(ready, Duration.ofNanos(System.nanoTime() - begin));
            BackOff next = backOff.updateAndGet(b -> ready ? BackOff.NONE : b.failedAt(clock.instant()));
            if (next.failures() > 0) {
                log.warn(
                        "{} guests in a row did not get READY; the next try is in {} s",
                        next.failures(),
                        next.delay().toSeconds());
            }
        });
    }

    /** Starts work at a slot; what it throws is logged, and the next round sees what is left to do. */
    void start(int slot, Runnable whenDone, Work work) {
        if (!busy.add(slot)) {
            return;
        }
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
