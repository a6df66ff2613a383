package io.honeypool.pool.kept;

import io.honeypool.pool.failpoint.FailPoints;
import io.honeypool.pool.failpoint.Step;
import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.image.OverlayChain;
import io.honeypool.pool.image.Overlays;
import io.honeypool.pool.lease.Leases;
import io.honeypool.pool.settings.GuestSettings.KeepOverlays;
import io.honeypool.pool.settings.HoneypoolSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps the overlays of guests that are being removed, where their profile wants that: row, file, state of the row, in
 * this order. Whoever removes the guest asks again after a crash, until the guest's row says that it is gone.
 */
@Component
public class OverlayKeeper {

    private static final Logger log = LoggerFactory.getLogger(OverlayKeeper.class);

    private final GuestProfiles profiles;
    private final KeepOverlays otherwise;
    private final long quota;
    private final Leases leases;
    private final Overlays overlays;
    private final Keeping keeping;

    OverlayKeeper(
            GuestProfiles profiles, HoneypoolSettings settings, Leases leases, Overlays overlays, Keeping keeping) {
        this.profiles = profiles;
        this.otherwise = settings.pool().guests().keepOverlays();
        this.quota = settings.pool().disk().keptQuota().toBytes();
        this.leases = leases;
        this.overlays = overlays;
        this.keeping = keeping;
    }

    /** How an overlay gets kept. */
    @Component
    record Keeping(KeptRows rows, KeptSteps steps, KeptFiles files, KeptCleaner cleaner, FailPoints failPoints) {}

    /**
     * Keeps the overlay of a guest whose domain is gone, unless it is not wanted; the guest's slot has none afterwards
     * if it was.
     */
    public void keep(Guest guest) throws IOException {
        Path overlay = overlays.path(guest.name());
        Optional<KeptOverlay> begun = keeping.rows().ofGuest(guest.id());
        if (begun.isPresent()) {
            finish(begun.get(), overlay);
        } else if (Files.exists(overlay) && isWanted(guest)) {
            begin(guest, overlay);
        }
    }

    /** Whether the overlay of a guest is to be kept. */
    public boolean isWanted(Guest guest) {
        KeepOverlays wanted = profiles.find(guest.profile())
                .map(GuestProfile::settings)
                .map(settings -> settings.keepOverlays())
                .orElse(otherwise);
        return switch (wanted) {
            case NEVER -> false;
            case USED -> leases.isUsed(guest.id());
            case ALWAYS -> guest.readyAt() != null;
        };
    }

    private void begin(Guest guest, Path overlay) throws IOException {
        long bytes = Files.size(overlay);
        if (bytes > quota) {
            refuse(guest, "its " + bytes + " bytes are more than honeypool.pool.disk.kept-quota");
            return;
        }
        Optional<Path> base;
        try {
            base = OverlayChain.of(overlay).base();
        } catch (IOException unfit) {
            refuse(guest, "it cannot be read, or was made before overlays of its profile were kept: " + unfit);
            return;
        }
        UUID id = UUID.randomUUID();
        keeping.steps().begin(id, guest, bytes, base.orElse(Path.of("")));
        keeping.failPoints().reach(Step.KEEP_ROW_MADE);
        finish(keeping.rows().find(id).orElseThrow(), overlay);
    }

    private void finish(KeptOverlay row, Path overlay) throws IOException {
        if (row.state() != KeptState.KEEPING) {
            return;
        }
        if (!keeping.files().has(row.id())) {
            if (!Files.exists(overlay)) {
                keeping.cleaner().lose(row);
                return;
            }
            keeping.files().take(overlay, row.id());
        }
        keeping.failPoints().reach(Step.KEEP_FILE_MOVED);
        keeping.steps().kept(row.id());
        log.info("The overlay {} ({} bytes) is kept", row.id(), row.bytes());
        keeping.cleaner().enforceQuota();
    }

    private void refuse(Guest guest, String reason) {
        keeping.cleaner().refused();
        log.warn("The overlay of guest {} ({}) is not kept: {}", guest.name(), guest.id(), reason);
    }
}
