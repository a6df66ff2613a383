package io.honeypool.pool.api;

import io.honeypool.pool.disk.DiskFigures;
import io.honeypool.pool.disk.DiskRoom;
import io.honeypool.pool.kept.KeptOverlays;
import io.honeypool.pool.kept.KeptTotal;
import io.honeypool.pool.settings.HoneypoolSettings;
import org.springframework.stereotype.Component;

/** Puts together what the API says about the disk. */
@Component
class PoolDisk {

    private final DiskRoom room;
    private final KeptOverlays overlays;
    private final long quota;

    PoolDisk(DiskRoom room, KeptOverlays overlays, HoneypoolSettings settings) {
        this.room = room;
        this.overlays = overlays;
        this.quota = settings.pool().disk().keptQuota().toBytes();
    }

    PoolResource.Disk now() {
        DiskFigures figures = room.figures();
        KeptTotal kept = overlays.total();
        return new PoolResource.Disk(
                room.isFull(), figures.free(), figures.minimum(), kept.overlays(), kept.bytes(), quota);
    }
}
