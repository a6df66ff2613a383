package io.honeypool.pool.disk;

/** Tells what is free on the file system that guests' disks are on. */
@FunctionalInterface
public interface DiskSpace {

    /** Bytes that the pool can write; 0 if that cannot be told. */
    long free();
}
