package io.honeypool.pool.guestfile.ext4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what a journal has that is not at its place yet, as a guest that was stopped in the middle of running leaves it
 * (Linux Documentation/filesystems/ext4/journal.rst). Nothing is written: blocks are read from the journal instead.
 * Only transactions that were committed count.
 */
final class Journal {

    private static final int MAGIC = 0xC03B3998;
    private static final int DESCRIPTOR = 1;
    private static final int COMMIT = 2;
    private static final int REVOKE = 5;
    private static final int WIDE = 0x2;
    private static final int CHECKSUM_2 = 0x8;
    private static final int CHECKSUM_3 = 0x10;
    private static final int ESCAPED = 1;
    private static final int SAME_ID = 2;
    private static final int LAST = 8;
    private static final int HEAD = 12;
    private static final int MOST_BLOCKS = 1 << 18;
    /** What is kept in memory of a journal, so that a few of them fit into a small heap. */
    private static final int MOST_ENTRIES = 1 << 16;

    private final Blocks blocks;
    private final List<BlockMap.Run> runs;
    private final int features;
    private final int first;
    private final int end;
    private final Map<Long, Integer> revoked = new HashMap<>();
    private final List<Entry> committed = new ArrayList<>();

    /** A block of the file system that is in the journal: where, and whether its first bytes were taken out there. */
    record Copy(long block, boolean escaped) {

        /** Puts the first bytes back. */
        void restore(ByteBuffer content) {
            if (escaped) {
                content.order(ByteOrder.BIG_ENDIAN).putInt(content.position(), MAGIC);
            }
        }
    }

    private record Entry(long target, Copy copy, int transaction) {}

    private Journal(Blocks blocks, List<BlockMap.Run> runs, ByteBuffer head) {
        this.blocks = blocks;
        this.runs = runs;
        this.features = head.getInt(4) == 4 ? head.getInt(40) : 0;
        this.end = Math.min(head.getInt(16), MOST_BLOCKS);
        this.first = head.getInt(20);
    }

    /** The blocks that a journal has newer than they are at their place. */
    static Map<Long, Copy> newer(Inode journal, Blocks blocks) throws IOException {
        int size = blocks.shape().blockSize();
        int length = (int) Math.min(MOST_BLOCKS, Math.max(0, journal.size() / size));
        List<BlockMap.Run> runs = BlockMap.of(journal, length, blocks);
        if (runs.isEmpty()) {
            throw new FileSystemFault("the journal is empty");
        }
        ByteBuffer head = blocks.read(runs.getFirst().block()).order(ByteOrder.BIG_ENDIAN);
        if (head.getInt(0) != MAGIC || head.getInt(HEAD) != size) {
            throw new FileSystemFault("the journal is broken");
        }
        Journal read = new Journal(blocks, runs, head);
        if (read.first < 1 || read.first >= read.end) {
            throw new FileSystemFault("the journal is broken");
        }
        int start = head.getInt(28);
        if (start != 0) {
            read.scan(start, head.getInt(24));
        }
        return read.last();
    }

    /** Goes through the ring once at most; what no commit follows is forgotten. */
    private void scan(int start, int sequence) throws IOException {
        int at = start;
        int transaction = sequence;
        List<Entry> begun = new ArrayList<>();
        Map<Long, Integer> revoking = new HashMap<>();
        for (int left = end - first; left > 0; left--) {
            ByteBuffer block = at < first || at >= end ? null : read(at);
            if (block == null || block.getInt(0) != MAGIC || block.getInt(8) != transaction) {
                return;
            }
            at = next(at);
            switch (block.getInt(4)) {
                case DESCRIPTOR -> {
                    int blocksAfter = describe(block, at, transaction, begun);
                    left -= blocksAfter;
                    at = skip(at, blocksAfter);
                }
                case REVOKE -> revoke(block, transaction, revoking);
                case COMMIT -> {
                    committed.addAll(begun);
                    revoked.putAll(revoking);
                    begun.clear();
                    revoking.clear();
                    transaction++;
                }
                default -> {
                    return;
                }
            }
        }
    }

    private int describe(ByteBuffer block, int after, int transaction, List<Entry> into) throws IOException {
        int tail = (features & (CHECKSUM_2 | CHECKSUM_3)) == 0 ? 0 : Integer.BYTES;
        int at = HEAD;
        int count = 0;
        while (at + tagSize() <= block.capacity() - tail) {
            checkRoom(committed.size() + into.size());
            boolean third = (features & CHECKSUM_3) != 0;
            int flags = third ? block.getInt(at + 4) : Short.toUnsignedInt(block.getShort(at + 6));
            long high = (features & WIDE) != 0 ? Integer.toUnsignedLong(block.getInt(at + 8)) : 0;
            long target = Integer.toUnsignedLong(block.getInt(at)) | high << 32;
            long place = place(skip(after, count));
            if (place > 0) {
                into.add(new Entry(target, new Copy(place, (flags & ESCAPED) != 0), transaction));
            }
            count++;
            at += tagSize() + ((flags & SAME_ID) == 0 ? 16 : 0);
            if ((flags & LAST) != 0) {
                break;
            }
        }
        return count;
    }

    private static void checkRoom(int entries) throws FileSystemFault {
        if (entries >= MOST_ENTRIES) {
            throw new FileSystemFault("the journal has more in it than is read here");
        }
    }

    private int tagSize() {
        if ((features & CHECKSUM_3) != 0) {
            return 16;
        }
        return ((features & WIDE) != 0 ? 12 : 8) + ((features & CHECKSUM_2) != 0 ? 2 : 0);
    }

    private void revoke(ByteBuffer block, int transaction, Map<Long, Integer> into) throws FileSystemFault {
        checkRoom(revoked.size() + into.size());
        int used = Math.min(block.getInt(HEAD), block.capacity());
        boolean wide = (features & WIDE) != 0;
        int size = wide ? Long.BYTES : Integer.BYTES;
        for (int at = HEAD + 4; at + size <= used; at += size) {
            into.put(wide ? block.getLong(at) : Integer.toUnsignedLong(block.getInt(at)), transaction);
        }
    }

    private Map<Long, Copy> last() {
        Map<Long, Copy> newest = new HashMap<>();
        for (Entry entry : committed) {
            Integer until = revoked.get(entry.target());
            if (until == null || entry.transaction() - until > 0) {
                newest.put(entry.target(), entry.copy());
            }
        }
        return newest;
    }

    private int next(int at) {
        return at + 1 == end ? first : at + 1;
    }

    private int skip(int at, int count) {
        return first + Math.floorMod(at - first + count, end - first);
    }

    private ByteBuffer read(int at) throws IOException {
        long place = place(at);
        if (place <= 0) {
            throw new FileSystemFault("the journal has a hole");
        }
        return blocks.read(place).order(ByteOrder.BIG_ENDIAN);
    }

    /** Where a block of the journal is; 0 in a hole. */
    private long place(int at) {
        int low = 0;
        int high = runs.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            BlockMap.Run run = runs.get(middle);
            if (at < run.first()) {
                high = middle - 1;
            } else if (at >= run.first() + run.count()) {
                low = middle + 1;
            } else {
                return run.block() + at - run.first();
            }
        }
        return 0;
    }
}
