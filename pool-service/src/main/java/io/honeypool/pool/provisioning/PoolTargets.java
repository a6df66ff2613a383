package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestProfile;

/**
 * What is wanted of one guest profile.
 *
 * @param profile its name
 * @param ready guests kept READY
 * @param maximum guests in all
 * @param parallel guests provisioned at once
 */
record PoolTargets(String profile, int ready, int maximum, int parallel) {

    static PoolTargets of(GuestProfile profile) {
        return new PoolTargets(
                profile.name(),
                profile.settings().ready(),
                profile.settings().maximum(),
                profile.settings().parallel());
    }
}
