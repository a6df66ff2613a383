package io.honeypool.pool.kept;

import io.honeypool.pool.disk.DiskRoom;
import io.honeypool.pool.image.OverlayChain;
import io.honeypool.pool.image.Overlays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** Gives out the files of this pool service's kept overlays. */
@Component
public class OverlayExports {

    private static final int AT_ONCE = 2;

    private final KeptFiles files;
    private final Overlays overlays;
    private final DiskRoom room;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    OverlayExports(KeptFiles files, Overlays overlays, DiskRoom room) {
        this.files = files;
        this.overlays = overlays;
        this.room = room;
    }

    /** What a download can fail for. */
    public sealed interface Outcome {

        /** The file to read; it is closed when it was. */
        record Ready(Export export) implements Outcome {}

        /** As many disks as may be are being made or read. */
        record Busy() implements Outcome {}

        /** The disk has no room for it. */
        record NoRoom(long bytes) implements Outcome {}

        /** What it lies on is not what it was laid on. */
        record Unusable() implements Outcome {}
    }

    /** A file to read. */
    public interface Export extends AutoCloseable {

        /** The file; whole, and not written to. */
        Path file();

        @Override
        void close() throws IOException;
    }

    /** The overlay as the guest left it; of use only together with its base. */
    public Outcome asItIs(UUID overlay) {
        return new Outcome.Ready(new KeptExport(files.path(overlay), () -> {}));
    }

    /**
     * A disk of its own, with all that the guest saw. Made for the purpose, beside the kept overlays, and gone when it
     * was read.
     */
    public Outcome standalone(UUID overlay) throws IOException, InterruptedException {
        Optional<OverlayChain> chain = chain(files.path(overlay));
        if (chain.isEmpty()) {
            return new Outcome.Unusable();
        }
        long bytes = chain.get().bytes();
        if (!room.figures().fits(bytes)) {
            return new Outcome.NoRoom(bytes);
        }
        if (!turns.tryAcquire()) {
            return new Outcome.Busy();
        }
        Path target = files.newExport();
        Export export = new KeptExport(target, () -> {
            try {
                Files.deleteIfExists(target);
            } finally {
                turns.release();
            }
        });
        try (DiskRoom.Hold _ = room.hold(bytes)) {
            overlays.flatten(chain.get(), target);
            return new Outcome.Ready(export);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            export.close();
            throw failed;
        }
    }

    private static Optional<OverlayChain> chain(Path file) {
        try {
            return Optional.of(OverlayChain.of(file));
        } catch (IOException unfit) {
            return Optional.empty();
        }
    }

    /** What is done with a file after it was read. */
    @FunctionalInterface
    private interface After {
        void run() throws IOException;
    }

    private record KeptExport(Path file, After after) implements Export {
        @Override
        public void close() throws IOException {
            after.run();
        }
    }
}
