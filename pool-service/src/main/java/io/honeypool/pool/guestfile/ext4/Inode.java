package io.honeypool.pool.guestfile.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;

/** An inode as it is on the disk (Linux Documentation/filesystems/ext4/inodes.rst). */
public final class Inode {

    /** Bytes of what says where the content is. */
    static final int MAP_SIZE = 60;

    private static final int MAP = 0x28;
    private static final int TYPE = 0xF000;
    private static final int DIRECTORY = 0x4000;
    private static final int REGULAR = 0x8000;
    private static final int EXTENTS = 0x80000;
    private static final int ENCRYPTED = 0x800;
    private static final int INLINE = 0x10000000;
    private static final int SMALL = 128;
    /** What changes though nothing of the file does: access time, version, checksum. Pairs of begin and end. */
    private static final int[] FLEETING = {0x08, 0x0C, 0x24, 0x28, 0x7C, 0x7E, 0x82, 0x84, 0x8C, 0x90, 0x98, 0x9C};

    private final int number;
    private final byte[] bytes;
    private final ByteBuffer raw;

    Inode(int number, ByteBuffer raw) {
        this.number = number;
        this.bytes = new byte[raw.remaining()];
        raw.get(raw.position(), bytes);
        this.raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Its number. */
    public int number() {
        return number;
    }

    /** Type and permissions, as in {@code stat}. */
    public int mode() {
        return Short.toUnsignedInt(raw.getShort(0));
    }

    /** Whether it is a file with content. */
    public boolean isRegular() {
        return (mode() & TYPE) == REGULAR;
    }

    /** Whether it is a directory. */
    public boolean isDirectory() {
        return (mode() & TYPE) == DIRECTORY;
    }

    /** Bytes of its content, as it says; negative where it says nonsense. */
    public long size() {
        return Integer.toUnsignedLong(raw.getInt(4)) | (long) raw.getInt(0x6C) << 32;
    }

    /** How many names it has; none for a file that was removed while it was open. */
    public int links() {
        return Short.toUnsignedInt(raw.getShort(0x1A));
    }

    /** Its owner's number. */
    public int owner() {
        return Short.toUnsignedInt(raw.getShort(2)) | Short.toUnsignedInt(raw.getShort(0x78)) << 16;
    }

    /** When its content was changed last, by the guest's clock. */
    public Instant modified() {
        return time(0x10, 0x88);
    }

    /** When anything of it was changed last, by the guest's clock. */
    public Instant changed() {
        return time(0x0C, 0x84);
    }

    /** Whether it is another file than the one that had the number before. */
    public boolean replaces(Inode earlier) {
        return earlier.links() == 0 || raw.getInt(0x64) != earlier.raw.getInt(0x64);
    }

    /** Whether nothing of a file changed but what reading it changes. */
    public boolean isSameAs(Inode earlier) {
        return Arrays.equals(lasting(), earlier.lasting());
    }

    boolean hasExtents() {
        return (raw.getInt(0x20) & EXTENTS) != 0;
    }

    boolean isInline() {
        return (raw.getInt(0x20) & INLINE) != 0;
    }

    boolean isEncrypted() {
        return (raw.getInt(0x20) & ENCRYPTED) != 0;
    }

    /** What says where the content is; little-endian. */
    ByteBuffer map() {
        return raw.slice(MAP, MAP_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] lasting() {
        byte[] copy = bytes.clone();
        for (int i = 0; i < FLEETING.length; i += 2) {
            if (FLEETING[i + 1] <= copy.length) {
                Arrays.fill(copy, FLEETING[i], FLEETING[i + 1], (byte) 0);
            }
        }
        return copy;
    }

    private Instant time(int seconds, int more) {
        long whole = raw.getInt(seconds);
        if (raw.capacity() <= SMALL || SMALL + Short.toUnsignedInt(raw.getShort(SMALL)) < more + Integer.BYTES) {
            return Instant.ofEpochSecond(whole);
        }
        int extra = raw.getInt(more);
        return Instant.ofEpochSecond(whole + ((long) (extra & 3) << 32), Math.min(extra >>> 2, 999_999_999));
    }
}
