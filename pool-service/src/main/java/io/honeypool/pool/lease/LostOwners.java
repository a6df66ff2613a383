package io.honeypool.pool.lease;

import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.owner.OwnerDeathListener;
import org.springframework.stereotype.Component;

/**
 * Ends what a dead pool service had given out. Its READY and HELD guests stay as they are: nobody is given one while it
 * is dead, and if it comes back they may still run. The others it removes before it uses their slots again.
 */
@Component
class LostOwners implements OwnerDeathListener {

    private final LeaseKeeper leases;
    private final Guests guests;

    LostOwners(LeaseKeeper leases, Guests guests) {
        this.leases = leases;
        this.guests = guests;
    }

    @Override
    public void ownerDied(String owner) {
        leases.endAllOf(owner, LeaseEndReason.OWNER_LOST);
        guests.abandonAllOf(owner, "its pool service was declared dead while it was provisioned");
    }
}
