package io.honeypool.pool.owner;

import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.OwnerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Takes this service's name before anything else is done with guests, tells the others every 1.5 s that it is alive,
 * and listens to them. Stops after all else, and says so.
 */
@Component
class OwnerHeartbeat implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OwnerHeartbeat.class);
    private static final Duration BETWEEN_BEATS = Duration.ofMillis(1_500);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
    private static final int BEFORE_THE_RECONCILER = -10;

    private final Ownership ownership;
    private final OwnerRegistration registration;
    private final OwnerTable table;
    private final OwnerDeaths deaths;
    private final OwnerMetrics metrics;
    private final DatabaseClock clock;
    private final OwnerWatch watch;
    private final ProcessEnd end;
    private volatile boolean running;
    private @Nullable Thread thread;
    private boolean failing;

    OwnerHeartbeat(
            Ownership ownership,
            OwnerRegistration registration,
            OwnerTable table,
            OwnerReactions reactions,
            DatabaseClock clock,
            HoneypoolSettings settings) {
        OwnerSettings patience = settings.pool().owner();
        this.ownership = ownership;
        this.registration = registration;
        this.table = table;
        this.deaths = reactions.deaths();
        this.metrics = reactions.metrics();
        this.end = reactions.end();
        this.clock = clock;
        this.watch = new OwnerWatch(ownership.name(), patience.deadAfter(), patience.restartGrace());
    }

    @Override
    public void start() {
        registration.register(ownership.incarnation());
        ownership.confirm(ownership.incarnation(), System.nanoTime());
        running = true;
        thread = Thread.ofPlatform().name("owner-heartbeat").daemon().start(this::run);
    }

    @Override
    public void stop() {
        Thread last = thread;
        running = false;
        thread = null;
        if (last == null) {
            return;
        }
        ownership.wake();
        try {
            last.join(STOP_PATIENCE);
            table.stop(ownership.name(), ownership.incarnation());
        } catch (DataAccessException unreachable) {
            log.warn("The stop could not be noted in the database: {}", unreachable.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return BEFORE_THE_RECONCILER;
    }

    private void run() {
        while (running) {
            try {
                ownership.awaitNews(tryBeat() ? BETWEEN_BEATS : AFTER_FAILURE);
            } catch (InterruptedException stopping) {
                return;
            }
        }
    }

    private boolean tryBeat() {
        try {
            beat();
            if (failing) {
                log.info("Heartbeats reach the database again");
            }
            failing = false;
            return true;
        } catch (RuntimeException unreachable) {
            if (!failing) {
                log.warn("A heartbeat did not reach the database; guests run on: {}", unreachable.toString());
            }
            failing = true;
            return false;
        }
    }

    private void beat() {
        long began = System.nanoTime();
        UUID incarnation = ownership.incarnation();
        if (!table.beat(ownership.name(), incarnation, ownership.isServing())) {
            comeBack(incarnation);
            return;
        }
        ownership.confirm(incarnation, began);
        long asked = System.nanoTime();
        Instant now = table.now();
        clock.sampled(asked, now, System.nanoTime());
        List<Owner> owners = table.all();
        metrics.seen(owners);
        deaths.declareAside(watch.observe(owners, System.nanoTime()));
    }

    /** Takes the name again that this service lost, unless another one has it. */
    private void comeBack(UUID lost) {
        Optional<Owner> row = table.find(ownership.name());
        if (row.isPresent() && !row.get().incarnation().equals(lost)) {
            end.because(
                    "Another pool service took the name " + ownership.name() + " while this one was silent. This one"
                            + " ends at once and touches nothing, as its guests belong to the other. If two of them are meant"
                            + " to run, give each a honeypool.pool.name of its own.");
            return;
        }
        UUID incarnation = UUID.randomUUID();
        long began = System.nanoTime();
        if (table.register(ownership.name(), incarnation, row)) {
            ownership.confirm(incarnation, began);
            log.warn(
                    "This pool service had been declared dead and is back as {}: its leases are over, guests without"
                            + " one are kept",
                    incarnation);
        }
    }
}
