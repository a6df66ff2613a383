package io.honeypool.pool.provisioning;

import io.honeypool.pool.guestfile.GuestFileRounds;
import org.springframework.stereotype.Component;

/** Those who do what the reconciler has decided. */
@Component
record PoolHands(
        PoolWorkers workers,
        Provisioner provisioner,
        Reaper reaper,
        GuestWatch watch,
        ImageWatch images,
        GuestFileRounds files) {}
