package io.honeypool.pool.guestfile.ext4;

import io.honeypool.pool.image.DiskView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file system on a guest's disk, as the guest would find it after the next start: with what its journal has. For one
 * thread. Whatever is on the disk, a call ends, though it may have read much: time and bytes are for the disk to limit.
 */
public final class Ext4 {

    /** The inode of the root directory. */
    static final int ROOT = 2;

    private static final int FIRST_ORDINARY = 11;

    private final SuperBlock shape;
    private final Blocks blocks;
    private final Inodes inodes;

    private Ext4(Blocks blocks, Inodes inodes) {
        this.shape = blocks.shape();
        this.blocks = blocks;
        this.inodes = inodes;
    }

    /** Whether a file system seems to begin at an offset of a disk. */
    public static boolean isAt(DiskView disk, long start) throws IOException {
        return start + SuperBlock.OFFSET + SuperBlock.SIZE <= disk.size() && SuperBlock.isOne(superBlock(disk, start));
    }

    /**
     * Opens the one that begins at an offset.
     *
     * @throws FileSystemFault if it is broken or cannot be read here
     * @throws IOException if the disk cannot be read
     */
    public static Ext4 open(DiskView disk, long start) throws IOException {
        SuperBlock shape = SuperBlock.parse(superBlock(disk, start));
        Blocks blocks = new Blocks(disk, start, shape);
        Inodes inodes = Inodes.in(blocks);
        if (shape.needsRecovery() && shape.journal() > 0) {
            Map<Long, Journal.Copy> newer = Journal.newer(inodes.read(shape.journal()), blocks);
            blocks = blocks.with(newer);
            inodes = Inodes.in(blocks);
        }
        return new Ext4(blocks, inodes);
    }

    private static ByteBuffer superBlock(DiskView disk, long start) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SuperBlock.SIZE);
        disk.read(start + SuperBlock.OFFSET, bytes);
        return bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether the numbers of inodes mean the same in another one. */
    public boolean isShapedAs(Ext4 other) {
        return shape.groupInodes() == other.shape.groupInodes()
                && shape.inodeSize() == other.shape.inodeSize()
                && shape.blockSize() == other.shape.blockSize();
    }

    /** An inode, if the file system has one of that number. */
    public Optional<Inode> inode(int number) throws IOException {
        return number > shape.inodes() ? Optional.empty() : Optional.of(inodes.read(number));
    }

    /** Takes inodes; returns whether it wants more. */
    @FunctionalInterface
    public interface Visitor {

        /** Is shown one. */
        boolean visit(Inode inode) throws IOException;
    }

    /** Shows the inodes that were written since the disk was laid over another, or lie near such ones. */
    public void visitWritten(Visitor visitor) throws IOException {
        inodes.visitOwn(inode -> inode.number() < FIRST_ORDINARY || visitor.visit(inode));
    }

    /**
     * Finds a path for each of some files, as bytes that begin with a slash; none for what has no name that is found.
     *
     * @param found gets them as they are found, so that it has some if the disk is not read to the end
     */
    public void findPaths(Set<Integer> files, Map<Integer, byte[]> found) throws IOException {
        Paths.find(files, found, inodes, blocks);
    }

    /**
     * Writes the content of a file, holes as zeros.
     *
     * @param most how many bytes at most
     * @throws FileSystemFault if its tables are broken or it cannot be read here
     */
    public void write(Inode file, long most, OutputStream out) throws IOException {
        new Contents(blocks).write(file, most, out);
    }
}
