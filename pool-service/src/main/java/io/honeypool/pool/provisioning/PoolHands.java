package io.honeypool.pool.provisioning;

import io.honeypool.pool.filestore.StoreRounds;
import java.util.List;
import org.springframework.stereotype.Component;

/** Those who do what the reconciler has decided. */
@Component
record PoolHands(
        PoolWorkers workers,
        Provisioner provisioner,
        Reaper reaper,
        GuestWatch watch,
        ImageWatch images,
        List<StoreRounds> files) {}
