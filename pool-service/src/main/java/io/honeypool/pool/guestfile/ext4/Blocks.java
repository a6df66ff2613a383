package io.honeypool.pool.guestfile.ext4;

import io.honeypool.pool.image.DiskView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** Reads blocks, in their latest form: what only the journal has of them comes from there. */
final class Blocks {

    private final DiskView disk;
    private final long start;
    private final SuperBlock shape;
    private final Map<Long, Journal.Copy> newer;

    Blocks(DiskView disk, long start, SuperBlock shape) {
        this(disk, start, shape, Map.of());
    }

    private Blocks(DiskView disk, long start, SuperBlock shape, Map<Long, Journal.Copy> newer) {
        this.disk = disk;
        this.start = start;
        this.shape = shape;
        this.newer = newer;
    }

    /** The same with what a journal has. */
    Blocks with(Map<Long, Journal.Copy> copies) {
        return new Blocks(disk, start, shape, copies);
    }

    SuperBlock shape() {
        return shape;
    }

    /** Reads one block; little-endian. */
    ByteBuffer read(long block) throws IOException {
        return read(block, 1);
    }

    /** Reads a few blocks in a row; little-endian. */
    ByteBuffer read(long first, int count) throws IOException {
        if (first < 0 || first > shape.blocks() - count) {
            throw new FileSystemFault("a block is named that there is not: " + first);
        }
        int size = shape.blockSize();
        byte[] bytes = new byte[count * size];
        disk.read(start + first * size, ByteBuffer.wrap(bytes));
        if (!newer.isEmpty()) {
            for (int i = 0; i < count; i++) {
                Journal.Copy copy = newer.get(first + i);
                if (copy != null) {
                    disk.read(start + copy.block() * size, ByteBuffer.wrap(bytes, i * size, size));
                    copy.restore(ByteBuffer.wrap(bytes, i * size, size));
                }
            }
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether any of some blocks in a row was written since the disk was laid over another. */
    boolean areOwn(long first, int count) throws IOException {
        for (int i = 0; i < count && !newer.isEmpty(); i++) {
            if (newer.containsKey(first + i)) {
                return true;
            }
        }
        return disk.isOwn(start + first * shape.blockSize(), (long) count * shape.blockSize());
    }
}
