package io.honeypool.pool.guestfile.ext4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the blocks of a file, by extents or, as in ext2 and ext3, by lists of blocks. Never descends more levels or
 * reads more tables than a file of the wanted blocks can need, whatever the tables say.
 */
final class BlockMap {

    private static final int EXTENT_MAGIC = 0xF30A;
    private static final int ENTRY = 12;
    private static final int DEEPEST = 5;
    private static final int DIRECT = 12;
    private static final int INITIALIZED = 32_768;

    private final Blocks blocks;
    private final int wanted;
    private final List<Run> runs = new ArrayList<>();
    private int tablesLeft;
    private int reached;

    /**
     * Blocks of a file that are in a row on the disk.
     *
     * @param first which of the file's blocks is the first
     * @param block where that is
     * @param count how many there are
     */
    record Run(int first, long block, int count) {}

    private BlockMap(Blocks blocks, int wanted) {
        this.blocks = blocks;
        this.wanted = wanted;
        this.tablesLeft = wanted + DEEPEST;
    }

    /** The first blocks of a file; what is in no run is zeros. */
    static List<Run> of(Inode inode, int wanted, Blocks blocks) throws IOException {
        BlockMap map = new BlockMap(blocks, wanted);
        if (inode.hasExtents()) {
            map.extents(inode.map(), DEEPEST + 1);
        } else {
            map.lists(inode.map());
        }
        return map.runs;
    }

    private void extents(ByteBuffer node, int above) throws IOException {
        int entries = Short.toUnsignedInt(node.getShort(2));
        int depth = Short.toUnsignedInt(node.getShort(6));
        if (Short.toUnsignedInt(node.getShort(0)) != EXTENT_MAGIC
                || depth >= above
                || entries > node.capacity() / ENTRY - 1) {
            throw new FileSystemFault("a table of extents is broken");
        }
        for (int i = 1; i <= entries; i++) {
            long first = Integer.toUnsignedLong(node.getInt(i * ENTRY));
            if (first >= wanted) {
                return;
            }
            if (depth == 0) {
                extent((int) first, node, i * ENTRY);
            } else {
                long high = Short.toUnsignedLong(node.getShort(i * ENTRY + 8));
                extents(table(Integer.toUnsignedLong(node.getInt(i * ENTRY + 4)) | high << 32), depth);
            }
        }
    }

    private void extent(int first, ByteBuffer node, int at) throws FileSystemFault {
        int count = Short.toUnsignedInt(node.getShort(at + 4));
        if (count <= INITIALIZED) {
            long high = Short.toUnsignedLong(node.getShort(at + 6));
            long block = Integer.toUnsignedLong(node.getInt(at + 8)) | high << 32;
            add(new Run(first, block, Math.min(count, wanted - first)));
        }
    }

    /** Twelve blocks, then tables of one, two and three levels. */
    private void lists(ByteBuffer map) throws IOException {
        long first = 0;
        for (int i = 0; i < DIRECT && first < wanted; i++, first++) {
            list(map.getInt(i * Integer.BYTES), 0, first);
        }
        long span = 1;
        for (int level = 1; level <= 3 && first < wanted; level++) {
            span *= blocks.shape().blockSize() / Integer.BYTES;
            list(map.getInt((DIRECT + level - 1) * Integer.BYTES), level, first);
            first += span;
        }
    }

    private void list(int pointer, int level, long first) throws IOException {
        long block = Integer.toUnsignedLong(pointer);
        if (block == 0) {
            return;
        }
        if (level == 0) {
            add(new Run((int) first, block, 1));
            return;
        }
        ByteBuffer table = table(block);
        int entries = blocks.shape().blockSize() / Integer.BYTES;
        long span = 1;
        for (int i = 1; i < level; i++) {
            span *= entries;
        }
        for (int i = 0; i < entries && first + i * span < wanted; i++) {
            list(table.getInt(i * Integer.BYTES), level - 1, first + i * span);
        }
    }

    private void add(Run run) throws FileSystemFault {
        if (run.first() < reached) {
            throw new FileSystemFault("a table of blocks is out of order");
        }
        if (run.count() > 0) {
            runs.add(run);
            reached = run.first() + run.count();
        }
    }

    private ByteBuffer table(long block) throws IOException {
        if (tablesLeft-- == 0) {
            throw new FileSystemFault("a file has more tables of blocks than blocks");
        }
        return blocks.read(block);
    }
}
