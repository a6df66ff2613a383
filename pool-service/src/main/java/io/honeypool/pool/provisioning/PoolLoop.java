package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.lease.LeasesChanged;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.PoolSettings.Shutdown;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Runs the reconciler for as long as the service runs: every 1.5 s, and at once when a lease or a domain changed,
 * though not again before 250 ms have passed: hundreds of leases a second are one round's work. It checks what it needs
 * before the API opens, starts once it is open, and stops after it has closed.
 */
@Component
class PoolLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PoolLoop.class);
    private static final long ROUND_MILLIS = 1_500;
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(250);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private final PoolStart start;
    private final OwnedRounds rounds;
    private final PoolWorkers workers;
    private final PoolClosing closing;
    private final ProvisioningMetrics metrics;
    private final Shutdown shutdown;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;
    private volatile boolean served;
    private boolean failing;

    PoolLoop(
            PoolStart start,
            OwnedRounds rounds,
            PoolWorkers workers,
            PoolClosing closing,
            ProvisioningMetrics metrics,
            Hypervisor hypervisor,
            HoneypoolSettings settings) {
        this.start = start;
        this.rounds = rounds;
        this.workers = workers;
        this.closing = closing;
        this.metrics = metrics;
        this.shutdown = settings.pool().shutdown();
        hypervisor.onChange(this::wake);
    }

    /** Has the next round come at once; any thread. */
    void wake() {
        wake.release();
    }

    /** Whether a guest has been READY or LEASED since the service started. */
    boolean hasServed() {
        return served;
    }

    @TransactionalEventListener(fallbackExecution = true)
    void leasesChanged(LeasesChanged event) {
        wake();
    }

    @Override
    public void start() {
        start.check();
        running = true;
    }

    /** Once the ports are ours: a second pool that was started by mistake must not get this far. */
    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        if (running && thread == null) {
            thread = Thread.ofPlatform().name("reconciler").daemon().start(this::run);
        }
    }

    @Override
    public void stop() {
        Thread last = thread;
        running = false;
        thread = null;
        if (last == null) {
            return;
        }
        wake();
        try {
            last.join(STOP_PATIENCE);
            if (!workers.stop(STOP_PATIENCE)) {
                log.warn("Some work on guests did not end in time; the next start cleans up");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (shutdown == Shutdown.RETIRE) {
            closing.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server, which is last to start and first to stop. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void run() {
        while (running) {
            long begin = System.nanoTime();
            try {
                wake.drainPermits();
                PoolSnapshot seen = rounds.reconcile(this::wake);
                served |= seen.guests().stream()
                        .anyMatch(g -> g.state() == GuestState.READY || g.state() == GuestState.LEASED);
                recovered();
            } catch (Exception failed) {
                failed(failed);
            }
            metrics.reconciled(Duration.ofNanos(System.nanoTime() - begin));
            if (!pause(begin)) {
                return;
            }
        }
    }

    private boolean pause(long began) {
        try {
            wake.tryAcquire(ROUND_MILLIS, TimeUnit.MILLISECONDS);
            Thread.sleep(BETWEEN_ROUNDS.minusNanos(System.nanoTime() - began));
            return true;
        } catch (InterruptedException interrupted) {
            return false;
        }
    }

    /** The first failure of a series is logged, the rest is counted. */
    private void failed(Exception failure) {
        metrics.workFailed();
        if (!failing) {
            log.warn("The pool cannot be reconciled and will be tried again until it can: {}", failure.toString());
            log.debug("Reconciling failed", failure);
        }
        failing = true;
    }

    private void recovered() {
        if (failing) {
            log.info("The pool is reconciled again");
        }
        failing = false;
    }
}
