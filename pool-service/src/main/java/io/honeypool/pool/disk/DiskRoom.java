package io.honeypool.pool.disk;

import io.honeypool.pool.settings.HoneypoolSettings;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Says what may be begun on the disk. Whoever begins something holds room for it until it is done, so that two who look
 * at the same time do not both get the last of it. Thread-safe.
 */
@Component
public final class DiskRoom {

    private static final Logger log = LoggerFactory.getLogger(DiskRoom.class);

    private final DiskSpace space;
    private final long minimum;
    private final String place;
    private final AtomicLong held = new AtomicLong();
    private boolean full;

    DiskRoom(DiskSpace space, HoneypoolSettings settings) {
        this.space = space;
        this.minimum = DiskFigures.bounded(settings.pool().disk().minimumFree().toBytes());
        this.place = settings.pool().stateDirectory().resolve("pool").toString();
    }

    /** Room that is held until it is closed. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** The room there is now. */
    public DiskFigures figures() {
        return new DiskFigures(space.free(), minimum, held.get());
    }

    /** Whether a guest may be made now; says in the log when that changes. */
    public synchronized boolean allowsGuest() {
        DiskFigures now = figures();
        boolean before = full;
        full = now.isFull(before);
        if (full && !before) {
            log.warn(
                    "No guest is made, the disk is full: {} has {} MiB free, {} MiB are needed"
                            + " (honeypool.pool.disk.minimum-free). Leases and sessions go on; guests are made again"
                            + " when there is room. Kept overlays can be removed through the API.",
                    place,
                    now.free() >> 20,
                    now.needed() >> 20);
        } else if (before && !full) {
            log.info("There is room on the disk again ({} MiB), guests are made", now.free() >> 20);
        }
        return !full;
    }

    /** Whether guests were allowed when that was last asked. */
    public synchronized boolean isFull() {
        return full;
    }

    /** Whether a slot whose guest has so much memory may be baked now. */
    public boolean allowsBake(int memoryMiB) {
        return figures().fits(DiskFigures.bake(memoryMiB));
    }

    /** Holds room for a guest that is being made. */
    public Hold holdGuest() {
        return hold(DiskFigures.GUEST);
    }

    /** Holds room for a bake, beside what is held for its guest. */
    public Hold holdBake(int memoryMiB) {
        return hold(DiskFigures.bake(memoryMiB));
    }

    /** Holds so much room. */
    public Hold hold(long bytes) {
        held.addAndGet(bytes);
        return () -> held.addAndGet(-bytes);
    }
}
