package io.honeypool.pool.image;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a disk as a guest had it, to be read only. For one thread at a time. */
public interface DiskView {

    /** Bytes of the disk. */
    long size();

    /**
     * Fills a buffer with what is from an offset on; what would lie behind the end reads as zeros.
     *
     * @throws IOException if it cannot be read, or the file says what no such file says
     */
    void read(long offset, ByteBuffer into) throws IOException;

    /** Whether anything of a range was written since the disk was laid over another; always if it was not. */
    boolean isOwn(long offset, long length) throws IOException;
}
