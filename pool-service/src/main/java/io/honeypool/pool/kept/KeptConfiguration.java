package io.honeypool.pool.kept;

import io.honeypool.pool.image.DisksInUse;
import io.honeypool.pool.image.Overlays;
import io.honeypool.pool.owner.Ownership;
import io.honeypool.pool.settings.StartupFailure;
import io.honeypool.pool.settings.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Finds the place for kept overlays at start, and tells what they lie on. */
@Configuration(proxyBeanMethods = false)
class KeptConfiguration {

    @Bean
    KeptFiles keptFiles(StateDirectory state, Overlays overlays) {
        Path directory = state.directory("pool/kept", "rwx------");
        checkThatFilesMove(overlays.path("probe").resolveSibling(".move-" + UUID.randomUUID()), directory);
        return new KeptFiles(directory);
    }

    @Bean
    DisksInUse disksInUse(KeptRows rows, Ownership self) {
        return () -> rows.bases(self.name()).stream().map(Path::of).collect(Collectors.toUnmodifiableSet());
    }

    private static void checkThatFilesMove(Path probe, Path to) {
        try {
            Files.createFile(probe);
            try {
                Path moved = to.resolve(probe.getFileName());
                Files.move(probe, moved, StandardCopyOption.ATOMIC_MOVE);
                Files.delete(moved);
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException refused) {
            throw new StartupFailure(
                    "Files cannot be moved from " + probe.resolveSibling(".").normalize() + " to " + to + ": " + refused
                            + ".",
                    "Have both on one file system: mount nothing at either of them.",
                    refused);
        }
    }
}
