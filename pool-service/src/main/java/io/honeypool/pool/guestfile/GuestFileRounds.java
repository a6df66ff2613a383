package io.honeypool.pool.guestfile;

import io.honeypool.pool.owner.UnconfirmedOwnership;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Looks after collected files now and then. */
@Component
public class GuestFileRounds {

    private static final Logger log = LoggerFactory.getLogger(GuestFileRounds.class);
    private static final Duration BETWEEN_REPAIRS = Duration.ofMinutes(10);

    private final FileCleaner cleaner;
    private final AtomicBoolean busy = new AtomicBoolean();
    private boolean begun;
    private long repairedAt;

    GuestFileRounds(FileCleaner cleaner) {
        this.cleaner = cleaner;
    }

    /**
     * Does what is due: the first time at once, as no file may be collected before what is left over is removed, and
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
            Thread.ofVirtual().name("guest-files").start(this::repair);
        }
    }

    private void repair() {
        try {
            cleaner.repair();
        } catch (IOException | DataAccessException | UnconfirmedOwnership failed) {
            log.warn("Collected files could not be looked after and will be again: {}", failed.toString());
        } finally {
            busy.set(false);
        }
    }
}
