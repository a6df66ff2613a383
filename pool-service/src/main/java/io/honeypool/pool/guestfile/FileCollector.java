package io.honeypool.pool.guestfile;

import io.honeypool.pool.disk.DiskRoom;
import io.honeypool.pool.failpoint.FailPoints;
import io.honeypool.pool.failpoint.Step;
import io.honeypool.pool.filestore.FileStore;
import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guestfile.CollectionSteps.Content;
import io.honeypool.pool.guestfile.FileCollection.Result;
import io.honeypool.pool.guestfile.ext4.FileSystemFault;
import io.honeypool.pool.image.OverlayChain;
import io.honeypool.pool.image.Overlays;
import io.honeypool.pool.image.Qcow2Disk;
import io.honeypool.pool.lease.Leases;
import io.honeypool.pool.settings.GuestFileSettings;
import io.honeypool.pool.settings.HoneypoolSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Collects the files that attackers made in guests that are being removed. Whoever removes the guest asks again after a
 * crash, until the guest's row says that it is gone: a collection that was cut off is begun anew, one that ended is
 * not. Two guests' disks at a time.
 */
@Component
public class FileCollector {

    private static final Logger log = LoggerFactory.getLogger(FileCollector.class);
    private static final int AT_ONCE = 2;

    private final GuestFileSettings settings;
    private final Leases leases;
    private final Overlays overlays;
    private final Tables tables;
    private final Stock stock;
    private final FailPoints failPoints;
    private final ContentTypes types = new ContentTypes();
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    FileCollector(
            HoneypoolSettings settings,
            Leases leases,
            Overlays overlays,
            Tables tables,
            Stock stock,
            FailPoints failPoints) {
        this.settings = settings.pool().guestFiles();
        this.leases = leases;
        this.overlays = overlays;
        this.tables = tables;
        this.stock = stock;
        this.failPoints = failPoints;
    }

    /** The rows of what is collected. */
    @Component
    record Tables(CollectionRows rows, CollectionSteps steps) {}

    /** Where it goes, and what looks after that. */
    @Component
    record Stock(FileStore store, DiskRoom room, FileCleaner cleaner, GuestFileMetrics metrics) {}

    /** Whether files of a guest are to be collected. */
    public boolean isWanted(Guest guest) {
        return settings.enabled() && leases.isUsed(guest.id());
    }

    /**
     * Collects what is new or changed on the disk of a guest whose domain is gone, if somebody used it. What is on the
     * disk never makes this fail.
     *
     * @throws InterruptedIOException if the service is stopping; the guest's overlay is still to be read
     * @throws org.springframework.dao.DataAccessException if the database does not answer; likewise
     */
    public void collect(Guest guest) throws IOException {
        Path overlay = overlays.path(guest.name());
        if (!Files.exists(overlay) || !isWanted(guest)) {
            return;
        }
        Optional<CollectionState> known = tables.rows().state(guest.id());
        if (known.isEmpty()) {
            tables.steps().begin(guest);
        } else if (known.get() == CollectionState.COLLECTING) {
            tables.steps().beginAgain(guest.id());
        } else {
            return;
        }
        failPoints.reach(Step.COLLECT_ROW_MADE);
        awaitTurn();
        try {
            long begin = System.nanoTime();
            Result result = read(guest, overlay);
            failPoints.reach(Step.COLLECT_FILES_STORED);
            tables.steps().end(guest.id(), result);
            report(guest, result, Duration.ofNanos(System.nanoTime() - begin));
        } finally {
            turns.release();
        }
        stock.cleaner().cleaner().makeRoom();
    }

    private void awaitTurn() throws InterruptedIOException {
        try {
            turns.acquire();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the service is stopping");
        }
    }

    private Result read(Guest guest, Path overlay) throws IOException {
        try (Qcow2Disk disk = Qcow2Disk.open(OverlayChain.of(overlay))) {
            TimeLimit limit = new TimeLimit(settings.timeLimit());
            DiskSurvey survey = DiskSurvey.of(disk, disk.base(), limit);
            CollectionPlan plan = CollectionPlan.of(survey.found(), settings);
            Optional<String> cutOff = take(guest, survey, plan);
            plan.tooLarge().forEach(file -> leave(guest, file, FileContent.TOO_LARGE));
            return result(survey, plan, cutOff);
        } catch (IOException | RuntimeException broken) {
            checkThatServiceRuns(broken);
            return new Result(CollectionState.UNREADABLE, detail(List.of(String.valueOf(broken.getMessage()))), 0, 0);
        }
    }

    /**
     * What the database or a stop of the service did is not the disk's fault, and is tried again; unless the database
     * refuses what was on the disk, which it would again.
     */
    private static void checkThatServiceRuns(Exception failed) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the service is stopping");
        }
        if (failed instanceof DataAccessException database && !(database instanceof DataIntegrityViolationException)) {
            throw database;
        }
    }

    private static Result result(DiskSurvey survey, CollectionPlan plan, Optional<String> cutOff) {
        List<String> troubles =
                Stream.concat(survey.troubles().stream(), cutOff.stream()).toList();
        CollectionState state = !survey.isReadable()
                ? CollectionState.UNREADABLE
                : troubles.isEmpty() && plan.leftOut() == 0 ? CollectionState.COMPLETE : CollectionState.PARTIAL;
        return new Result(state, detail(troubles), survey.found().size(), plan.leftOut());
    }

    /** Says what cut it off, if anything did. */
    private Optional<String> take(Guest guest, DiskSurvey survey, CollectionPlan plan) throws IOException {
        for (FoundFile file : plan.files()) {
            if (!stock.room().figures().fits(file.size())) {
                leave(guest, file, FileContent.NO_ROOM);
                continue;
            }
            try (FileStore.Draft draft = stock.store().write(out -> survey.write(file, out))) {
                failPoints.reach(Step.COLLECT_FILE_WRITTEN);
                store(guest, file, draft);
            } catch (FileSystemFault broken) {
                leave(guest, file, FileContent.UNREADABLE);
            } catch (TimeLimit.Over late) {
                return Optional.of("the time was over before all files were read");
            }
        }
        return Optional.empty();
    }

    private void store(Guest guest, FoundFile file, FileStore.Draft draft) throws IOException {
        UUID id = UUID.randomUUID();
        String mediaType = types.of(draft.beginning(ContentTypes.LOOKED_AT));
        FileStore store = stock.store();
        synchronized (store) {
            tables.steps().found(id, guest, file, FileContent.STORING, new Content(draft.sha256(), mediaType));
            failPoints.reach(Step.COLLECT_FILE_ROW_MADE);
            store.publish(draft);
        }
        failPoints.reach(Step.COLLECT_FILE_MOVED);
        tables.steps().stored(id);
        stock.metrics().counted(FileContent.STORED, 1);
    }

    private void leave(Guest guest, FoundFile file, FileContent why) {
        tables.steps().found(UUID.randomUUID(), guest, file, why, null);
        stock.metrics().counted(why, 1);
    }

    private void report(Guest guest, Result result, Duration taken) {
        stock.metrics().ended(result.state(), taken);
        log.info(
                "The disk of guest {} ({}) was read for files in {} ms: {} new or changed, {} beyond the limits, {} {}",
                guest.name(),
                guest.id(),
                taken.toMillis(),
                result.changed(),
                result.leftOut(),
                result.state(),
                result.detail());
    }

    /** One line, whatever an exception's message has in it. */
    private static String detail(List<String> troubles) {
        String joined = GuestPath.of(String.join("; ", troubles)).text();
        return joined.length() > 500 ? joined.substring(0, 500) : joined;
    }
}
