package io.honeypool.pool.guestfile;

import io.honeypool.pool.owner.Ownership;
import io.honeypool.pool.settings.GuestFileSettings;
import io.honeypool.pool.settings.HoneypoolSettings;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Removes contents that are old or more than may be, and has rows and files agree. Thread-safe. */
@Component
class FileCleaner {

    private static final Logger log = LoggerFactory.getLogger(FileCleaner.class);

    private final CollectionRows rows;
    private final CollectionSteps steps;
    private final FileStore store;
    private final GuestFileMetrics metrics;
    private final Ownership self;
    private final GuestFileSettings settings;

    FileCleaner(
            CollectionRows rows,
            CollectionSteps steps,
            FileStore store,
            GuestFileMetrics metrics,
            Ownership self,
            HoneypoolSettings settings) {
        this.rows = rows;
        this.steps = steps;
        this.store = store;
        this.metrics = metrics;
        this.self = self;
        this.settings = settings.pool().guestFiles();
    }

    /** Has the oldest contents make way if all are more than may be, and removes what is too old. */
    void makeRoom() throws IOException {
        synchronized (store) {
            Instant oldest = oldest();
            List<StoredContent> going = StoredContent.excess(
                    rows.contents(self.name()), settings.quota().toBytes(), oldest);
            long forRoom = going.stream()
                    .filter(content -> !content.seenAt().isBefore(oldest))
                    .count();
            if (forRoom > 0) {
                log.warn(
                        "{} collected files make way for newer ones: honeypool.pool.guest-files.quota is {} bytes",
                        forRoom,
                        settings.quota().toBytes());
            }
            for (StoredContent content : going) {
                metrics.counted(FileContent.REMOVED, steps.gone(self.name(), content.sha256(), FileContent.REMOVED));
                store.remove(content.sha256());
            }
            steps.forget(self.name(), oldest);
        }
    }

    /**
     * Has rows and files agree, whatever a crash or an operator left. A file without any row, as after a restored
     * backup of the database, stays for as long as it would have with one.
     */
    void repair() throws IOException {
        self.check();
        synchronized (store) {
            Instant oldest = oldest();
            List<StoredContent> known = rows.contents(self.name());
            for (StoredContent content : known) {
                if (!store.has(content.sha256())) {
                    lose(content);
                } else if (!content.complete()) {
                    steps.isThere(self.name(), content.sha256());
                }
            }
            Set<String> wanted = known.stream().map(StoredContent::sha256).collect(Collectors.toSet());
            for (FileStore.Written file : store.all()) {
                if (!wanted.contains(file.sha256()) && steps.isThere(self.name(), file.sha256()) == 0) {
                    removeIfDue(file, oldest);
                }
            }
        }
        makeRoom();
    }

    /** Removes what a crash left of files that were being written; only before any is written. */
    void removeDrafts() throws IOException {
        store.removeDrafts();
    }

    private void lose(StoredContent content) {
        metrics.counted(FileContent.LOST, steps.gone(self.name(), content.sha256(), FileContent.LOST));
        if (content.complete()) {
            log.warn("The content {} of a collected file is not there any more", content.sha256());
        }
    }

    private void removeIfDue(FileStore.Written file, Instant oldest) throws IOException {
        if (rows.isKnown(self.name(), file.sha256()) || file.at().isBefore(oldest)) {
            store.remove(file.sha256());
        }
    }

    private Instant oldest() {
        return steps.clock().minus(settings.retention());
    }
}
