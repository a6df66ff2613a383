package io.honeypool.pool.provisioning;

import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.guest.GuestState;
import io.honeypool.pool.guest.Guests;
import io.honeypool.pool.image.ProfileImages;
import io.honeypool.pool.provisioning.PoolSnapshot.GuestFact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sees an image that was replaced under its path, which pulls the base from under every overlay that lies on it: says
 * so, and has the READY guests replaced. Guests that are made from then on lie on the new one.
 */
@Component
class ImageWatch {

    private static final Logger log = LoggerFactory.getLogger(ImageWatch.class);

    private final GuestProfiles profiles;
    private final ProfileImages images;
    private final Guests guests;
    private final Map<Path, Face> known = new ConcurrentHashMap<>();

    ImageWatch(GuestProfiles profiles, ProfileImages images, Guests guests) {
        this.profiles = profiles;
        this.images = images;
        this.guests = guests;
        profiles.all().forEach(profile -> {
            Path disk = images.of(profile).disk();
            face(disk).ifPresent(face -> known.put(disk, face));
        });
    }

    /** What tells one file from another without reading it. */
    private record Face(String file, long bytes, String modified) {}

    /** Compares with the last look. */
    void look(PoolSnapshot snapshot) {
        for (GuestProfile profile : profiles.all()) {
            Path disk = images.of(profile).disk();
            Optional<Face> now = face(disk);
            if (now.isPresent() && !now.get().equals(known.get(disk))) {
                log.error(
                        "The image {} was replaced while guests lie on it. READY guests are replaced; leased, held and"
                                + " kept ones may be broken. Put a new image under a new name and change"
                                + " honeypool.pool.guests.image",
                        disk);
                snapshot.guests().stream()
                        .filter(guest -> guest.state() == GuestState.READY && liesOn(guest, disk))
                        .forEach(guest -> guests.recycle(guest.id()));
                known.put(disk, now.get());
            }
        }
    }

    private boolean liesOn(GuestFact guest, Path disk) {
        return images.find(guest.profile())
                .filter(image -> image.disk().equals(disk))
                .isPresent();
    }

    /** Empty while there is no such file, as in the middle of being replaced. */
    private static Optional<Face> face(Path disk) {
        try {
            BasicFileAttributes file = Files.readAttributes(disk, BasicFileAttributes.class);
            return Optional.of(new Face(
                    String.valueOf(file.fileKey()),
                    file.size(),
                    file.lastModifiedTime().toString()));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }
}
