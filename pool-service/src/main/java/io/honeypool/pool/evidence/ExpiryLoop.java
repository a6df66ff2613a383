package io.honeypool.pool.evidence;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Has events expire for as long as the service runs, on a thread of its own: once a minute, and batch after batch, with
 * a pause between them that leaves the database to others, while there is more to do.
 */
@Component
class ExpiryLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ExpiryLoop.class);
    private static final long BETWEEN_ROUNDS_MILLIS = 60_000;
    private static final long BETWEEN_BATCHES_MILLIS = 100;
    private static final long STOP_MILLIS = 10_000;

    private final EventExpiry expiry;
    private final ExpiryMetrics metrics;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean running;
    private @Nullable Thread thread;
    private boolean failing;

    ExpiryLoop(EventExpiry expiry, ExpiryMetrics metrics) {
        this.expiry = expiry;
        this.metrics = metrics;
    }

    @Override
    public void start() {
        running = true;
    }

    /** Once the ports are ours, as the reconciler. */
    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        if (running && thread == null) {
            thread = Thread.ofPlatform().name("event-expiry").daemon().start(this::run);
        }
    }

    @Override
    public void stop() {
        Thread last = thread;
        running = false;
        stopping.countDown();
        if (last != null) {
            try {
                last.join(STOP_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
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
        do {
            try {
                round();
                failing = false;
            } catch (RuntimeException failed) {
                say(failed);
            }
        } while (!stopsWithin(BETWEEN_ROUNDS_MILLIS));
    }

    private void round() {
        Map<ExpiryReason, Long> events = new EnumMap<>(ExpiryReason.class);
        int sessions = 0;
        try {
            for (Optional<EventExpiry.Batch> batch = expiry.forget(); batch.isPresent(); batch = expiry.forget()) {
                metrics.expired(batch.get());
                events.merge(batch.get().reason(), batch.get().events(), Long::sum);
                sessions += batch.get().sessions();
                if (stopsWithin(BETWEEN_BATCHES_MILLIS)) {
                    break;
                }
            }
        } finally {
            if (!events.isEmpty()) {
                log.info("Events of {} sessions were deleted, by reason: {}", sessions, events);
            }
        }
        metrics.thereAre(expiry.total());
    }

    private boolean stopsWithin(long millis) {
        try {
            return stopping.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The first failure of a series is logged. */
    private void say(RuntimeException failure) {
        if (!failing) {
            log.warn("Old events could not be deleted and will be when that works again: {}", failure.toString());
        }
        failing = true;
    }
}
