package io.honeypool.pool.guestfile;

import io.honeypool.pool.image.DiskView;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A disk that is not read any more when the time for it is over, however much there would be to read. */
record TimedDisk(DiskView disk, TimeLimit limit) implements DiskView {

    @Override
    public long size() {
        return disk.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        limit.check();
        disk.read(offset, into);
    }

    @Override
    public boolean isOwn(long offset, long length) throws IOException {
        limit.check();
        return disk.isOwn(offset, length);
    }
}
