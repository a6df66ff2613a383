package io.honeypool.pool.guestfile.ext4;

import java.nio.ByteBuffer;

/**
 * The figures of a file system (Linux Documentation/filesystems/ext4/super.rst).
 *
 * @param blockSize bytes of a block
 * @param blocks how many there are
 * @param firstBlock number of the first one that is in a group
 * @param groupBlocks blocks of a group
 * @param groupInodes inodes of a group
 * @param inodeSize bytes of an inode
 * @param descriptorSize bytes of a group's descriptor
 * @param features incompatible features
 * @param journal number of the journal's inode; 0 if there is none
 */
record SuperBlock(
        int blockSize,
        long blocks,
        int firstBlock,
        int groupBlocks,
        int groupInodes,
        int inodeSize,
        int descriptorSize,
        int features,
        int journal) {

    /** Where it is, from the file system's beginning. */
    static final int OFFSET = 1024;

    /** Bytes of it. */
    static final int SIZE = 1024;

    static final int MOST_GROUPS = 1 << 17;
    private static final int MAGIC = 0xEF53;
    private static final int LARGEST_SHIFT = 6;
    private static final int SMALLEST_INODE = 128;
    private static final int NEEDS_RECOVERY = 0x4;
    private static final int WIDE = 0x80;
    /**
     * File types, recovery, extents, 64 bit, MMP, flexible groups, EA inodes, seeds, large directories, inline, crypt.
     */
    private static final int READ_HERE = 0x2 | 0x4 | 0x40 | WIDE | 0x100 | 0x200 | 0x400 | 0x2000 | 0x4000 | 0x38000;

    /** Whether a superblock could be here. */
    static boolean isOne(ByteBuffer bytes) {
        return unsigned(bytes.getShort(0x38)) == MAGIC;
    }

    /** Reads little-endian bytes. */
    static SuperBlock parse(ByteBuffer bytes) throws FileSystemFault {
        if (!isOne(bytes)) {
            throw new FileSystemFault("there is no superblock of ext2, ext3 or ext4");
        }
        int features = bytes.getInt(0x60);
        if ((features & ~READ_HERE) != 0) {
            throw new FileSystemFault(
                    "the file system has features that are not read here: 0x" + Integer.toHexString(features));
        }
        int shift = bytes.getInt(0x18);
        check(shift >= 0 && shift <= LARGEST_SHIFT, "the size of its blocks");
        boolean wide = (features & WIDE) != 0;
        long high = wide ? Integer.toUnsignedLong(bytes.getInt(0x150)) : 0;
        SuperBlock read = new SuperBlock(
                SIZE << shift,
                Integer.toUnsignedLong(bytes.getInt(4)) | high << 32,
                bytes.getInt(0x14),
                bytes.getInt(0x20),
                bytes.getInt(0x28),
                bytes.getInt(0x4C) == 0 ? SMALLEST_INODE : unsigned(bytes.getShort(0x58)),
                wide ? unsigned(bytes.getShort(0xFE)) : 32,
                features,
                bytes.getInt(0xE0));
        read.check();
        return read;
    }

    private void check() throws FileSystemFault {
        check(blocks > 0 && blocks < 1L << 48, "the number of its blocks");
        check(firstBlock == (blockSize == SIZE ? 1 : 0) && firstBlock < blocks, "its first block");
        check(groupBlocks >= 8 && groupBlocks <= 1 << 24, "the size of its groups");
        check(groupInodes > 0 && groupInodes <= 8 * blockSize, "the number of its inodes");
        check(inodeSize >= SMALLEST_INODE && inodeSize <= blockSize && Integer.bitCount(inodeSize) == 1, "its inodes");
        check(descriptorSize >= 32 && descriptorSize <= SIZE, "its descriptors");
        long groups = Math.ceilDiv(blocks - firstBlock, (long) groupBlocks);
        check(groups <= MOST_GROUPS && groups * groupInodes < Integer.MAX_VALUE, "the number of its groups");
    }

    private static void check(boolean good, String what) throws FileSystemFault {
        if (!good) {
            throw new FileSystemFault("the superblock says what cannot be of " + what);
        }
    }

    int groups() {
        return (int) Math.ceilDiv(blocks - firstBlock, (long) groupBlocks);
    }

    int inodes() {
        return groups() * groupInodes;
    }

    boolean isWide() {
        return (features & WIDE) != 0;
    }

    boolean needsRecovery() {
        return (features & NEEDS_RECOVERY) != 0;
    }

    private static int unsigned(short value) {
        return Short.toUnsignedInt(value);
    }
}
