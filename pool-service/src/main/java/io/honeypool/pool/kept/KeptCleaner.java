package io.honeypool.pool.kept;

import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.image.OverlayChain;
import io.honeypool.pool.owner.Ownership;
import io.honeypool.pool.settings.HoneypoolSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Removes kept overlays that are to go, and has rows and files agree again. One at a time. */
@Component
class KeptCleaner {

    private static final Logger log = LoggerFactory.getLogger(KeptCleaner.class);

    private final KeptRows rows;
    private final KeptSteps steps;
    private final KeptFiles files;
    private final KeptMetrics metrics;
    private final Guests guests;
    private final Ownership self;
    private final long quota;

    KeptCleaner(
            KeptRows rows,
            KeptSteps steps,
            KeptFiles files,
            KeptMetrics metrics,
            Guests guests,
            Ownership self,
            HoneypoolSettings settings) {
        this.rows = rows;
        this.steps = steps;
        this.files = files;
        this.metrics = metrics;
        this.guests = guests;
        this.self = self;
        this.quota = settings.pool().disk().keptQuota().toBytes();
    }

    /** Has the oldest make way if all of them are more than may be. */
    synchronized void enforceQuota() throws IOException {
        for (KeptOverlay oldest : KeptQuota.excess(rows.all(self.name(), KeptState.KEPT), quota)) {
            if (steps.remove(oldest.id(), RemovalReason.QUOTA)) {
                log.warn(
                        "The kept overlay {} of {} ({} bytes, kept since {}) makes way for newer ones:"
                                + " honeypool.pool.disk.kept-quota is {} bytes",
                        oldest.id(),
                        oldest.origin() == null
                                ? "an unknown guest"
                                : oldest.origin().guest(),
                        oldest.bytes(),
                        oldest.keptAt(),
                        quota);
                remove(oldest, RemovalReason.QUOTA);
            }
        }
    }

    /** Removes the files of those that are to go. */
    synchronized void removeDue() throws IOException {
        self.check();
        for (KeptOverlay going : rows.all(self.name(), KeptState.REMOVING)) {
            remove(going, going.isRemovedFor(RemovalReason.QUOTA) ? RemovalReason.QUOTA : RemovalReason.OPERATOR);
        }
    }

    /** Has rows and files agree, whatever a crash or an operator left. */
    synchronized void repair() throws IOException {
        self.check();
        List<KeptOverlay> known = rows.all(self.name());
        Set<UUID> retiring = guests.live().stream()
                .filter(guest -> guest.state() == GuestState.RETIRING)
                .map(Guest::id)
                .collect(Collectors.toSet());
        for (KeptRepair repair : KeptRepair.plan(known, files.all(), retiring)) {
            perform(repair);
        }
        enforceQuota();
        steps.forget(self.name());
    }

    /** Gives an overlay up whose file is not there. */
    void lose(KeptOverlay row) {
        lose(row.id());
    }

    /** Counts an overlay that could not be kept. */
    void refused() {
        metrics.refused();
    }

    /** Removes what downloads left that a crash cut off. */
    void removeExports() throws IOException {
        files.removeExports();
    }

    private void perform(KeptRepair repair) throws IOException {
        switch (repair) {
            case KeptRepair.Finish(UUID id) -> steps.kept(id);
            case KeptRepair.Lose(UUID id) -> lose(id);
            case KeptRepair.Find(UUID id) -> {
                if (steps.found(id)) {
                    log.info("The file of the kept overlay {} is there again", id);
                }
            }
            case KeptRepair.Remove(UUID id) -> {
                files.remove(id);
                steps.removed(id);
            }
            case KeptRepair.Adopt(UUID id) -> adopt(id);
        }
    }

    private void lose(UUID id) {
        if (!files.has(id) && steps.lost(id)) {
            metrics.removed(RemovalReason.LOST);
            log.warn("The file of the kept overlay {} is not there any more", id);
        }
    }

    /** Evidence is not thrown away because its row is missing. */
    private void adopt(UUID id) throws IOException {
        Path file = files.path(id);
        if (steps.adopt(id, self.name(), Files.size(file), baseOf(file))) {
            log.warn("{} had no row, as after a restored backup of the database, and is listed again", file);
        }
    }

    private static String baseOf(Path file) {
        try {
            return OverlayChain.of(file).base().map(Path::toString).orElse("");
        } catch (IOException unreadable) {
            return "";
        }
    }

    private void remove(KeptOverlay overlay, RemovalReason reason) throws IOException {
        files.remove(overlay.id());
        steps.removed(overlay.id());
        metrics.removed(reason);
        log.info("The kept overlay {} is removed ({})", overlay.id(), reason);
    }
}
