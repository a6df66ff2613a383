package io.honeypool.pool.image;

import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.PoolSettings;
import io.honeypool.pool.settings.StartupFailure;
import io.honeypool.pool.settings.StateDirectory;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Finds the image and the place for overlays at start. */
@Configuration(proxyBeanMethods = false)
class ImageConfiguration {

    @Bean
    BaseImage baseImage(HoneypoolSettings settings) {
        PoolSettings pool = settings.pool();
        BaseImage image = new ImageStore(pool.stateDirectory().resolve("images"))
                .load(pool.guests().image());
        DataSize memory = pool.guests().memory();
        return memory == null ? image : image.withMemory(Math.toIntExact(memory.toMegabytes()));
    }

    @Bean
    Overlays overlays(StateDirectory state) {
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
        return new Overlays(state.directory("pool/overlays", "rwx--x--x"), qemuImg);
    }
}
