package io.honeypool.proxy.capture;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The few threads that look at what passed, lane by lane, and wait for the disk. Thread-safe. */
final class Lanes implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Lanes.class);
    private static final int THREADS = 2;
    private static final Duration CHECK = Duration.ofSeconds(5);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Set<Lane> open = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor threads;
    private final Thread checks;

    Lanes() {
        threads = new ScheduledThreadPoolExecutor(
                THREADS, Thread.ofPlatform().daemon().name("capture-", 0).factory());
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(true);
        checks = Thread.ofVirtual().name("capture-check").start(this::check);
    }

    void add(Lane lane) {
        open.add(lane);
    }

    void forget(Lane lane) {
        open.remove(lane);
    }

    void run(Runnable work) {
        runAfter(work, 0);
    }

    void runAfter(Runnable work, long nanos) {
        var _ = threads.schedule(work, nanos, TimeUnit.NANOSECONDS);
    }

    /** On a thread of its own: those that work may all wait for the disk. */
    private void check() {
        try {
            while (true) {
                Thread.sleep(CHECK);
                open.forEach(lane -> lane.check(System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits, for a bounded time, until all is looked at. */
    @Override
    public void close() {
        checks.interrupt();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(DRAIN.toNanos(), TimeUnit.NANOSECONDS)) {
                log.warn("Files of {} channels were not kept before the sensor stopped", open.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
