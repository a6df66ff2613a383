package io.honeypool.pool.guestfile.ext4;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads the entries of a directory, one block after the other: the blocks of a hashed directory's index look like empty
 * ones, so it needs no reading of its own.
 */
final class Directory {

    private static final int HEAD = 8;
    private static final long LARGEST = 16L << 20;

    private Directory() {}

    /** Takes entries; returns whether it wants more. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(int inode, byte[] name) throws IOException;
    }

    /** Shows all entries but those of the directory itself and the one above. */
    static void visit(Inode directory, Blocks blocks, Visitor visitor) throws IOException {
        for (BlockMap.Run run : new Contents(blocks).runs(directory, LARGEST)) {
            for (int i = 0; i < run.count(); i++) {
                if (!visit(blocks.read(run.block() + i), visitor)) {
                    return;
                }
            }
        }
    }

    private static boolean visit(ByteBuffer block, Visitor visitor) throws IOException {
        int at = 0;
        while (at <= block.capacity() - HEAD) {
            int length = Short.toUnsignedInt(block.getShort(at + 4));
            int nameLength = Byte.toUnsignedInt(block.get(at + 6));
            int inode = block.getInt(at);
            if (length < HEAD || (inode != 0 && (HEAD + nameLength > length || at + length > block.capacity()))) {
                return true; // the rest of the block cannot be told apart; others still can
            }
            if (inode != 0 && nameLength > 0) {
                byte[] name = new byte[nameLength];
                block.get(at + HEAD, name);
                if (!isDots(name) && !visitor.visit(inode, name)) {
                    return false;
                }
            }
            at += length;
        }
        return true;
    }

    private static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }
}
