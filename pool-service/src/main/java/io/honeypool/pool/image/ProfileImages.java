package io.honeypool.pool.image;

import io.honeypool.pool.guest.GuestProfile;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The base image of every profile, as read at start. */
public final class ProfileImages {

    private final Map<String, BaseImage> images;

    ProfileImages(Map<String, BaseImage> images) {
        this.images = Map.copyOf(images);
    }

    /** The image of a profile, with what the profile says of memory, processors and ports. */
    public BaseImage of(GuestProfile profile) {
        return Objects.requireNonNull(images.get(profile.name()));
    }

    /** The image of a profile by name; empty if the pool does not have the profile any more. */
    public Optional<BaseImage> find(String profile) {
        return Optional.ofNullable(images.get(profile));
    }
}
