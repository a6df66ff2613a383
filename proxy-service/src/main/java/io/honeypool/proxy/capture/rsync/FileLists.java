package io.honeypool.proxy.capture.rsync;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that are spoken about, by number: one list, or one for each directory (flist.c). */
final class FileLists {

    private static final int MOST_ENTRIES = 200_000;
    private static final int MOST_CHARACTERS = 16 << 20;
    private static final int LONGEST_PATH = 4096;

    private static final int SAME_MODE = 1 << 1;
    private static final int EXTENDED = 1 << 2;
    private static final int SAME_UID = 1 << 3;
    private static final int SAME_GID = 1 << 4;
    private static final int SAME_NAME = 1 << 5;
    private static final int LONG_NAME = 1 << 6;
    private static final int SAME_TIME = 1 << 7;
    private static final int SAME_MAJOR = 1 << 8;
    private static final int USER_NAME = 1 << 10;
    private static final int GROUP_NAME = 1 << 11;
    private static final int ERROR_AT_END = 1 << 12;
    private static final int NANOSECONDS = 1 << 13;

    private final Options options;
    private final boolean varintFlags;
    private final List<@Nullable Entry> numbered = new ArrayList<>();
    private List<Entry> list = new ArrayList<>();
    private String lastPath = "";
    private int lastMode;
    private int characters;
    private int entries;

    /**
     * No files yet.
     *
     * @param perDirectory whether there is a list for each directory, which makes the first number 1
     * @param varintFlags whether entries begin with a number of any length
     */
    FileLists(Options options, boolean perDirectory, boolean varintFlags) {
        this.options = options;
        this.varintFlags = varintFlags;
        if (perDirectory) {
            numbered.add(null);
        }
    }

    /** The list that is read is complete; {@code another} may follow. */
    void endList(boolean another) {
        list.sort(Entry.ORDER);
        numbered.addAll(list);
        list = new ArrayList<>();
        if (another) {
            // a number between two lists stands for the directory
            numbered.add(null);
        }
    }

    @Nullable Entry at(int number) {
        return number >= 0 && number < numbered.size() ? numbered.get(number) : null;
    }

    /** Whether there is one file and nothing else. */
    boolean isOneFile() {
        return entries == 1 && numbered.stream().anyMatch(entry -> entry != null && !entry.isDirectory());
    }

    /**
     * Reads an entry.
     *
     * @return whether there is one, rather than the end of the list
     * @throws UnreadableException if it cannot be one
     */
    boolean read(Wire wire) throws UnreadableException {
        int flags = varintFlags ? wire.varint() : wire.one();
        if (!varintFlags && (flags & EXTENDED) != 0) {
            flags |= wire.one() << Byte.SIZE;
        }
        if (flags == 0 || (!varintFlags && flags == (EXTENDED | ERROR_AT_END))) {
            if (varintFlags || flags != 0) {
                wire.varint();
            }
            return false;
        }
        int kept = (flags & SAME_NAME) == 0 ? 0 : wire.one();
        int length = (flags & LONG_NAME) == 0 ? wire.one() : wire.varint();
        if (kept > lastPath.length() || length < 0 || kept + length > LONGEST_PATH) {
            throw new UnreadableException();
        }
        Entry entry = attributes(wire, flags, lastPath.substring(0, kept) + wire.string(length));
        lastPath = entry.path();
        lastMode = entry.mode();
        characters += lastPath.length();
        if (++entries > MOST_ENTRIES || characters > MOST_CHARACTERS) {
            throw new UnreadableException();
        }
        list.add(entry);
        return true;
    }

    private Entry attributes(Wire wire, int flags, String path) {
        wire.varlong(3);
        if ((flags & SAME_TIME) == 0) {
            wire.varlong(4);
        }
        if ((flags & NANOSECONDS) != 0) {
            wire.varint();
        }
        Entry entry = new Entry(path, (flags & SAME_MODE) == 0 ? wire.four() : lastMode);
        owner(wire, options.has('o') && (flags & SAME_UID) == 0, (flags & USER_NAME) != 0);
        owner(wire, options.has('g') && (flags & SAME_GID) == 0, (flags & GROUP_NAME) != 0);
        if (options.has('D') && entry.isDevice()) {
            if ((flags & SAME_MAJOR) == 0) {
                wire.varint();
            }
            wire.varint();
        }
        if (options.has('l') && entry.isLink()) {
            wire.skip(wire.varint());
        }
        return entry;
    }

    private static void owner(Wire wire, boolean number, boolean name) {
        if (number) {
            wire.varint();
            if (name) {
                wire.skip(wire.one());
            }
        }
    }

    /** What is sent is not what it should be. */
    static final class UnreadableException extends Exception {}
}
