package io.honeypool.pool.guestfile.ext4;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Reads what is in files. */
final class Contents {

    private static final int AT_ONCE = 256 << 10;

    private final Blocks blocks;

    Contents(Blocks blocks) {
        this.blocks = blocks;
    }

    /** Writes the first bytes of a file, holes as zeros. */
    void write(Inode inode, long bytes, OutputStream out) throws IOException {
        if (inode.isEncrypted()) {
            throw new FileSystemFault("the file is encrypted");
        }
        long length = Math.min(bytes, inode.size());
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw new FileSystemFault("the file says that it has " + inode.size() + " bytes");
        }
        if (inode.isInline()) {
            writeInline(inode, (int) length, out);
            return;
        }
        int size = blocks.shape().blockSize();
        long at = 0;
        for (BlockMap.Run run : BlockMap.of(inode, (int) Math.ceilDiv(length, (long) size), blocks)) {
            long begin = (long) run.first() * size;
            zeros(begin - at, out);
            at = begin + write(run, length - begin, out);
        }
        zeros(length - at, out);
    }

    private long write(BlockMap.Run run, long most, OutputStream out) throws IOException {
        int size = blocks.shape().blockSize();
        long wanted = Math.min(most, (long) run.count() * size);
        int step = Math.max(1, AT_ONCE / size);
        long done = 0;
        for (int i = 0; i < run.count() && done < wanted; i += step) {
            ByteBuffer read = blocks.read(run.block() + i, Math.min(step, run.count() - i));
            int part = (int) Math.min(read.capacity(), wanted - done);
            byte[] bytes = new byte[part];
            read.get(0, bytes);
            out.write(bytes);
            done += part;
        }
        return wanted;
    }

    /** All of a small file, or the beginning of a larger one, in blocks: what directories are read from. */
    List<BlockMap.Run> runs(Inode inode, long most) throws IOException {
        long length = Math.min(inode.size(), most);
        if (length < 0 || inode.isEncrypted() || inode.isInline()) {
            throw new FileSystemFault("a directory is encrypted, inline or broken");
        }
        return BlockMap.of(
                inode, (int) Math.ceilDiv(length, (long) blocks.shape().blockSize()), blocks);
    }

    private static void writeInline(Inode inode, int length, OutputStream out) throws IOException {
        if (length > Inode.MAP_SIZE) {
            throw new FileSystemFault("the file is in its inode's attributes");
        }
        byte[] content = new byte[length];
        inode.map().get(0, content);
        out.write(content);
    }

    private static void zeros(long count, OutputStream out) throws IOException {
        byte[] zeros = new byte[(int) Math.min(Math.max(count, 0), AT_ONCE)];
        for (long left = count; left > 0; left -= zeros.length) {
            out.write(zeros, 0, (int) Math.min(left, zeros.length));
        }
    }
}
