package io.honeypool.pool.image;

import java.nio.file.Path;
import java.util.Set;

/** Knows which disks of bakes something lies on that is no guest. */
@FunctionalInterface
public interface DisksInUse {

    /** Absolute paths of these disks. */
    Set<Path> disks();
}
