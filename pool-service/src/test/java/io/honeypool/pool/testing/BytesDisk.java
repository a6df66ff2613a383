package io.honeypool.pool.testing;

import io.honeypool.pool.image.DiskView;
import java.nio.ByteBuffer;

/** A disk in memory that lies on nothing. */
public final class BytesDisk implements DiskView {

    private final byte[] bytes;

    /** Has these bytes, which may be changed later. */
    public BytesDisk(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(long offset, ByteBuffer into) {
        int there = offset < 0 ? 0 : Math.clamp(bytes.length - offset, 0, into.remaining());
        into.put(bytes, there == 0 ? 0 : (int) offset, there);
        into.put(new byte[into.remaining()]);
    }

    @Override
    public boolean isOwn(long offset, long length) {
        return true;
    }
}
