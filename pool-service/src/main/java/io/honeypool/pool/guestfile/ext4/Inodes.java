package io.honeypool.pool.guestfile.ext4;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The inode tables of all groups. */
final class Inodes {

    private static final int CHUNK = 64 << 10;

    private final Blocks blocks;
    private final long[] tables;

    private Inodes(Blocks blocks, long[] tables) {
        this.blocks = blocks;
        this.tables = tables;
    }

    /** Reads where the tables are. */
    static Inodes in(Blocks blocks) throws IOException {
        SuperBlock shape = blocks.shape();
        long[] tables = new long[shape.groups()];
        int perBlock = shape.blockSize() / shape.descriptorSize();
        ByteBuffer read = ByteBuffer.allocate(0);
        for (int group = 0; group < tables.length; group++) {
            if (group % perBlock == 0) {
                read = blocks.read(shape.firstBlock() + 1L + group / perBlock);
            }
            int at = group % perBlock * shape.descriptorSize();
            long high = shape.isWide() ? Integer.toUnsignedLong(read.getInt(at + 0x28)) : 0;
            tables[group] = Integer.toUnsignedLong(read.getInt(at + 8)) | high << 32;
        }
        return new Inodes(blocks, tables);
    }

    /** Reads one. */
    Inode read(int number) throws IOException {
        SuperBlock shape = blocks.shape();
        if (number < 1 || number > shape.inodes()) {
            throw new FileSystemFault("an inode is named that there is not: " + number);
        }
        int index = (number - 1) % shape.groupInodes();
        long offset = (long) index * shape.inodeSize();
        ByteBuffer block = blocks.read(tables[(number - 1) / shape.groupInodes()] + offset / shape.blockSize());
        return new Inode(number, block.slice((int) (offset % shape.blockSize()), shape.inodeSize()));
    }

    /** Takes inodes; returns whether it wants more. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(Inode inode) throws IOException;
    }

    /** Shows every inode whose part of a table was written since the disk was laid over another. */
    void visitOwn(Visitor visitor) throws IOException {
        for (int group = 0; group < tables.length; group++) {
            if (!visitOwn(group, visitor)) {
                return;
            }
        }
    }

    private boolean visitOwn(int group, Visitor visitor) throws IOException {
        SuperBlock shape = blocks.shape();
        int size = shape.blockSize();
        int perBlock = size / shape.inodeSize();
        int tableBlocks = Math.ceilDiv(shape.groupInodes(), perBlock);
        int step = Math.max(1, CHUNK / size);
        for (int at = 0; at < tableBlocks; at += step) {
            int count = Math.min(step, tableBlocks - at);
            if (!blocks.areOwn(tables[group] + at, count)) {
                continue;
            }
            ByteBuffer read = blocks.read(tables[group] + at, count);
            int inodes = Math.min(count * perBlock, shape.groupInodes() - at * perBlock);
            int first = group * shape.groupInodes() + at * perBlock + 1;
            for (int i = 0; i < inodes; i++) {
                if (!visitor.visit(new Inode(first + i, read.slice(i * shape.inodeSize(), shape.inodeSize())))) {
                    return false;
                }
            }
        }
        return true;
    }
}
