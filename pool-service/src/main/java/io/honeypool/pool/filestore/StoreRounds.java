package io.honeypool.pool.filestore;

import io.honeypool.pool.owner.UnconfirmedOwnership;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Looks after a store now and then. */
public final class StoreRounds {

    private static final Logger log = LoggerFactory.getLogger(StoreRounds.class);
    private static final Duration BETWEEN_REPAIRS = Duration.ofMinutes(10);

    private final String name;
    private final StoreCleaner cleaner;
    private final AtomicBoolean busy = new AtomicBoolean();
    private boolean begun;
    private long repairedAt;

    /** Looks after a store, whose name is for threads and the log. */
    public StoreRounds(String name, StoreCleaner cleaner) {
        this.name = name;
        this.cleaner = cleaner;
    }

    /**
     * Does what is due: the first time at once, as what is left over is to be removed before anything is collected, and
     * aside from then on. From one thread only.
     */
    public void look() throws IOException {
        if (!begun) {
            cleaner.removeDrafts();
            cleaner.repair();
            begun = true;
            repairedAt = System.nanoTime();
        } else if (System.nanoTime() - repairedAt > BETWEEN_REPAIRS.toNanos() && busy.compareAndSet(false, true)) {
            repairedAt = System.nanoTime();
            Thread.ofVirtual().name(name).start(this::repair);
        }
    }

    private void repair() {
        try {
            cleaner.repair();
        } catch (IOException | DataAccessException | UnconfirmedOwnership failed) {
            log.warn("The {} could not be looked after and will be again: {}", name, failed.toString());
        } finally {
            busy.set(false);
        }
    }
}
