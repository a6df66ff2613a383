package io.honeypool.pool.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An overlay and all that it lies on. A guest that broke out of its QEMU may have rewritten its overlay's header: only
 * qcow2 files that have all their data themselves are taken for a base, so that no other file of the host gets into
 * what is made of the chain.
 *
 * @param files the overlay first, the base image last
 */
public record OverlayChain(List<Path> files) {

    private static final int MOST = 4;

    /** Copies the list. */
    public OverlayChain {
        files = List.copyOf(files);
    }

    /**
     * Follows the headers.
     *
     * @throws IOException if a file cannot be read, or is not what an overlay may lie on; the message says which
     */
    public static OverlayChain of(Path overlay) throws IOException {
        List<Path> files = new ArrayList<>();
        Optional<Path> next = Optional.of(overlay);
        while (next.isPresent()) {
            Path file = next.get();
            if (files.size() == MOST || !file.isAbsolute() || files.contains(file)) {
                throw new IOException(overlay + " does not lie on a base image of this pool");
            }
            Qcow2Header header = Qcow2Header.of(file);
            if (!header.isWhole()) {
                throw new IOException(file + " has data in another file");
            }
            files.add(file);
            next = header.backingFile();
        }
        return new OverlayChain(files);
    }

    /** What the overlay itself lies on. */
    public Optional<Path> base() {
        return files.stream().skip(1).findFirst();
    }

    /** The most that a file can take that has all of it. */
    public long bytes() throws IOException {
        long sum = 0;
        for (Path file : files) {
            sum += Files.size(file);
        }
        return sum;
    }
}
