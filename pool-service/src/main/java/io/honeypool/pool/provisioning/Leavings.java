package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guestfile.FileCollector;
import io.honeypool.pool.kept.OverlayKeeper;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** What is taken from a guest before nothing is left of it. */
@Component
record Leavings(GuestSync sync, FileCollector files, OverlayKeeper overlays) {

    /** Sees to it that what matters is on the guest's disk, while its domain may still run. */
    void prepare(Guest guest) throws IOException {
        if (files.isWanted(guest) || overlays.isWanted(guest)) {
            sync.settle(guest);
        }
    }

    /** Takes all of it when the domain is gone; again after a crash, which repeats nothing that was done. */
    void take(Guest guest) throws IOException {
        files.collect(guest);
        overlays.keep(guest);
    }
}
