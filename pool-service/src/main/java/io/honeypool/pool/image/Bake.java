package io.honeypool.pool.image;

import java.nio.file.Path;

/**
 * What a slot was baked to: a guest that has booted and has its identity, stopped in the middle of running.
 *
 * @param slot name of the slot
 * @param profile the guest profile
 * @param key what the saved memory depends on; with another key it is of no use
 * @param directory the bake's own directory; absolute
 */
public record Bake(String slot, String profile, String key, Path directory) {

    /** The slot's read-only disk, on which overlays of its guests lie. */
    public Path disk() {
        return directory.resolve("disk.qcow2");
    }

    /** The saved memory. */
    public Path memory() {
        return directory.resolve("memory");
    }
}
