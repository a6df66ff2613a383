package io.honeypool.pool.guestfile;

import io.honeypool.pool.filestore.ContentRows;
import io.honeypool.pool.filestore.FileStore;
import io.honeypool.pool.filestore.StoreCleaner;
import io.honeypool.pool.filestore.StoredContent;
import io.honeypool.pool.owner.Ownership;
import io.honeypool.pool.settings.GuestFileSettings;
import io.honeypool.pool.settings.HoneypoolSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells the store's cleaner which contents there are of the files of guests, and what becomes of them. */
@Component
class FileCleaner implements ContentRows {

    private final CollectionRows rows;
    private final CollectionSteps steps;
    private final GuestFileMetrics metrics;
    private final String owner;
    private final StoreCleaner cleaner;

    FileCleaner(
            CollectionRows rows,
            CollectionSteps steps,
            FileStore store,
            GuestFileMetrics metrics,
            Ownership self,
            InstantSource clock,
            HoneypoolSettings settings) {
        this.rows = rows;
        this.steps = steps;
        this.metrics = metrics;
        this.owner = self.name();
        GuestFileSettings files = settings.pool().guestFiles();
        this.cleaner = new StoreCleaner(
                store,
                this,
                self,
                clock,
                new StoreCleaner.Limits(
                        "collected files",
                        "honeypool.pool.guest-files",
                        files.quota().toBytes(),
                        files.retention()));
    }

    /** Looks after the store. */
    StoreCleaner cleaner() {
        return cleaner;
    }

    @Override
    public List<StoredContent> oldest(int most) {
        return rows.contents(owner, most);
    }

    @Override
    public long bytes() {
        return rows.bytes(owner);
    }

    @Override
    public boolean isKnown(String sha256) {
        return rows.isKnown(owner, sha256);
    }

    @Override
    public int isThere(String sha256) {
        return steps.isThere(owner, sha256);
    }

    @Override
    public void removed(StoredContent content) {
        gone(content, FileContent.REMOVED);
    }

    @Override
    public void lost(StoredContent content) {
        gone(content, FileContent.LOST);
    }

    @Override
    public void forget(Instant before) {
        steps.forget(owner, before);
    }

    private void gone(StoredContent content, FileContent why) {
        metrics.counted(why, steps.gone(owner, content.sha256(), why));
    }
}
