package io.honeypool.pool.kept;

import io.honeypool.pool.owner.UnconfirmedOwnership;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Looks after kept overlays in every round of the reconciler, and compares rows with files now and then. */
@Component
public class KeptRounds {

    private static final Logger log = LoggerFactory.getLogger(KeptRounds.class);
    private static final Duration BETWEEN_REPAIRS = Duration.ofMinutes(10);

    private final KeptCleaner cleaner;
    private final AtomicBoolean busy = new AtomicBoolean();
    private boolean begun;
    private long repairedAt;

    KeptRounds(KeptCleaner cleaner) {
        this.cleaner = cleaner;
    }

    /**
     * Does what is due: the first time at once, as nothing that a kept overlay lies on may be removed before it is
     * known, and aside from then on. From one thread only.
     */
    public void look() throws IOException {
        if (!begun) {
            cleaner.removeExports();
            cleaner.repair();
            begun = true;
            repairedAt = System.nanoTime();
        } else if (busy.compareAndSet(false, true)) {
            boolean repair = System.nanoTime() - repairedAt > BETWEEN_REPAIRS.toNanos();
            repairedAt = repair ? System.nanoTime() : repairedAt;
            Thread.ofVirtual().name("kept-overlays").start(() -> clean(repair));
        }
    }

    private void clean(boolean repair) {
        try {
            cleaner.removeDue();
            if (repair) {
                cleaner.repair();
            }
        } catch (IOException | DataAccessException | UnconfirmedOwnership failed) {
            log.warn("Kept overlays could not be looked after and will be again: {}", failed.toString());
        } finally {
            busy.set(false);
        }
    }
}
