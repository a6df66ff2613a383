package io.honeypool.pool.owner;

import io.honeypool.pool.settings.HoneypoolSettings;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What this service knows about its own row. Thread-safe. */
@Component
public class Ownership {

    /** Shorter than a holder has to be silent before another takes its name. */
    private static final Duration CONFIRMED_FOR = Takeover.SILENCE.minusSeconds(1);

    private final String name;
    private final Semaphore news = new Semaphore(0);
    private volatile UUID incarnation = UUID.randomUUID();
    private volatile @Nullable UUID servingAs;
    private volatile long confirmedAt = System.nanoTime() - CONFIRMED_FOR.toNanos();

    Ownership(HoneypoolSettings settings) {
        this.name = settings.pool().name();
    }

    /** Name of this service. */
    public String name() {
        return name;
    }

    /** Which start, or return, of the service this is. */
    public UUID incarnation() {
        return incarnation;
    }

    /**
     * Asserts that nobody else can have taken this service's name, so that what is on the host is this service's to
     * change. True for 4 s after a heartbeat; holds without the database, but not for longer.
     *
     * @throws UnconfirmedOwnership if that is not known
     */
    public void check() {
        if (System.nanoTime() - confirmedAt >= CONFIRMED_FOR.toNanos()) {
            throw new UnconfirmedOwnership(name);
        }
    }

    /**
     * Takes note that the rows were compared with the host: from now on the READY guests may be handed out.
     *
     * @param as the incarnation when the comparison began
     */
    public void reconciled(UUID as) {
        if (!as.equals(servingAs)) {
            servingAs = as;
            news.release();
        }
    }

    /** Whether the READY guests may be handed out. */
    boolean isServing() {
        return incarnation.equals(servingAs);
    }

    /** Takes note that the row was this service's at a moment of monotonic time. */
    void confirm(UUID as, long nanos) {
        incarnation = as;
        confirmedAt = nanos;
    }

    /** Waits until there is something to tell the others, or until the time is over. */
    void awaitNews(Duration atMost) throws InterruptedException {
        news.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
    }

    /** Ends a wait. */
    void wake() {
        news.release();
    }
}
