package io.honeypool.pool.filestore;

import io.honeypool.pool.owner.Ownership;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes contents that are old or more than may be, and has rows and files agree. Thread-safe. */
public final class StoreCleaner {

    private static final Logger log = LoggerFactory.getLogger(StoreCleaner.class);
    private static final int BATCH = 500;

    private final FileStore store;
    private final ContentRows rows;
    private final Ownership self;
    private final InstantSource clock;
    private final Limits limits;

    /** Looks after a store. */
    public StoreCleaner(FileStore store, ContentRows rows, Ownership self, InstantSource clock, Limits limits) {
        this.store = store;
        this.rows = rows;
        this.self = self;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * What may be kept.
     *
     * @param what of, for the log
     * @param setting the prefix of the settings that say so
     * @param quota bytes in all
     * @param retention for how long
     */
    public record Limits(String what, String setting, long quota, Duration retention) {}

    /** Has the oldest contents make way if all are more than may be, and removes what is too old. */
    public void makeRoom() throws IOException {
        synchronized (store) {
            Instant oldest = oldest();
            long left = rows.bytes();
            long forRoom = 0;
            List<StoredContent> batch;
            List<StoredContent> going;
            do {
                batch = rows.oldest(BATCH);
                going = StoredContent.excess(batch, left, limits.quota(), oldest);
                for (StoredContent content : going) {
                    rows.removed(content);
                    store.remove(content.sha256());
                    left -= content.bytes();
                    forRoom += content.seenAt().isBefore(oldest) ? 0 : 1;
                }
            } while (going.size() == BATCH);
            if (forRoom > 0) {
                log.warn(
                        "{} {} make way for newer ones: {}.quota is {} bytes",
                        forRoom,
                        limits.what(),
                        limits.setting(),
                        limits.quota());
            }
            rows.forget(oldest);
        }
    }

    /**
     * Has rows and files agree, whatever a crash or an operator left. A file without any row, as after a restored
     * backup of the database, stays for as long as it would have with one.
     */
    public void repair() throws IOException {
        self.check();
        synchronized (store) {
            List<StoredContent> known = rows.oldest(Integer.MAX_VALUE);
            for (StoredContent content : known) {
                if (!store.has(content.sha256())) {
                    lose(content);
                } else if (!content.complete()) {
                    rows.isThere(content.sha256());
                }
            }
            Instant oldest = oldest();
            Set<String> wanted = known.stream().map(StoredContent::sha256).collect(Collectors.toSet());
            for (FileStore.Written file : store.all()) {
                if (!wanted.contains(file.sha256()) && rows.isThere(file.sha256()) == 0) {
                    removeIfDue(file, oldest);
                }
            }
        }
        makeRoom();
    }

    /** Removes what a crash left of files that were being written. */
    public void removeDrafts() throws IOException {
        self.check();
        store.removeDrafts();
    }

    private void lose(StoredContent content) {
        rows.lost(content);
        if (content.complete()) {
            log.warn("The content {}, one of the {}, is not there any more", content.sha256(), limits.what());
        }
    }

    private void removeIfDue(FileStore.Written file, Instant oldest) throws IOException {
        if (rows.isKnown(file.sha256()) || file.at().isBefore(oldest)) {
            store.remove(file.sha256());
        }
    }

    private Instant oldest() {
        return clock.instant().minus(limits.retention());
    }
}
