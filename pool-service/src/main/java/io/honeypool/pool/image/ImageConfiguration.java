package io.honeypool.pool.image;

import io.honeypool.pool.guest.GuestProfile;
import io.honeypool.pool.guest.GuestProfiles;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.StartupFailure;
import io.honeypool.pool.settings.StateDirectory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Finds the image and the place for overlays at start. */
@Configuration(proxyBeanMethods = false)
class ImageConfiguration {

    @Bean
    ProfileImages profileImages(HoneypoolSettings settings, GuestProfiles profiles) {
        ImageStore store = new ImageStore(settings.pool().stateDirectory().resolve("images"));
        Map<String, BaseImage> images = new HashMap<>();
        for (GuestProfile profile : profiles.all()) {
            BaseImage image = store.load(profile.settings().image()).in(profile.settings());
            checkDiskSize(profile, image);
            images.put(profile.name(), image);
        }
        return new ProfileImages(images);
    }

    /** What a guest finds on a disk that ends before its image does is broken. */
    private static void checkDiskSize(GuestProfile profile, BaseImage image) {
        DataSize wanted = profile.settings().limits().diskSize();
        if (wanted == null) {
            return;
        }
        try {
            DataSize own = DataSize.ofBytes(DiskSize.of(image.disk()));
            if (wanted.compareTo(own) < 0) {
                throw new StartupFailure(
                        "limits.disk-size of the profile " + profile.name() + " is " + wanted.toMegabytes()
                                + "MB, and the disk of the image " + image.name() + " has " + own.toBytes() + " bytes.",
                        "Set it to at least " + Math.ceilDiv(own.toBytes(), 1 << 20) + "MB, or leave it out.");
            }
        } catch (IOException unreadable) {
            throw new StartupFailure(
                    "The size of the disk " + image.disk() + " cannot be read: " + unreadable.getMessage() + ".",
                    "Build or import the image again: sudo ./honeypool image build",
                    unreadable);
        }
    }

    @Bean
    Overlays overlays(StateDirectory state, HoneypoolSettings settings) {
        QemuImg qemuImg = new QemuImg("qemu-img");
        try {
            qemuImg.check();
        } catch (IOException missing) {
            throw new StartupFailure(
                    "qemu-img cannot be run: " + missing.getMessage(),
                    "Install it (Debian and Ubuntu: apt install qemu-utils) and see that it is on the PATH.",
                    missing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("The start was interrupted.", "Start the pool again.", interrupted);
        }
        return new Overlays(
                state.directory("pool/overlays", "rwx--x--x"),
                qemuImg,
                settings.pool().guestFiles().enabled());
    }

    @Bean
    Bakes bakes(StateDirectory state, DisksInUse used) {
        return new Bakes(state.directory("pool/slots", "rwx--x--x"), used::disks);
    }
}
