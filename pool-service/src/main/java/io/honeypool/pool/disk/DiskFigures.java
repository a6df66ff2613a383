package io.honeypool.pool.disk;

/**
 * The room there is; pure.
 *
 * @param free bytes that are free
 * @param minimum bytes that stay free whatever is begun
 * @param held bytes that what was begun and is not done may still take
 */
public record DiskFigures(long free, long minimum, long held) {

    /** What a new guest takes of the disk before anybody is in it, and somewhat more. */
    static final long GUEST = 64L << 20;

    /** Whether something that takes so much can be begun. */
    public boolean fits(long bytes) {
        return free - held - minimum >= bytes;
    }

    /** Whether no guest is made; after the disk was full, not before there is room for two. */
    boolean isFull(boolean before) {
        return !fits(before ? 2 * GUEST : GUEST);
    }

    /** What has to be free for a guest to be made. */
    public long needed() {
        return minimum + GUEST;
    }

    /** What a bake takes: the guest's memory, and what it writes while it boots. */
    static long bake(int memoryMiB) {
        return ((long) memoryMiB << 20) + 4 * GUEST;
    }

    /** The most that a setting can ask to keep free for this to be a figure. */
    static long bounded(long minimum) {
        return Math.min(minimum, Long.MAX_VALUE / 4);
    }
}
