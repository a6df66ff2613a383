package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.Guest;
import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.image.ProfileImages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Whether a guest is to be replaced as soon as there is another: by request, for its age, or for another image. */
@Component
class Staleness {

    private final GuestProfiles profiles;
    private final ProfileImages images;
    private final InstantSource clock;

    Staleness(GuestProfiles profiles, ProfileImages images, InstantSource clock) {
        this.profiles = profiles;
        this.images = images;
        this.clock = clock;
    }

    boolean of(Guest guest) {
        return guest.isStale()
                || profiles.find(guest.profile())
                        .map(profile -> isOld(guest, profile))
                        .orElse(true);
    }

    private boolean isOld(Guest guest, GuestProfile profile) {
        Duration most = profile.settings().recycleAfter();
        Instant ready = guest.readyAt();
        boolean aged = ready != null && !most.isZero() && ready.plus(most).isBefore(clock.instant());
        return aged || !guest.recipe().equals(images.of(profile).recipe());
    }
}
