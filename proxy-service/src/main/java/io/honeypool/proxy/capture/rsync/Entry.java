package io.honeypool.proxy.capture.rsync;

import java.util.Comparator;

/**
 * An entry of a list of files.
 *
 * @param path below what is sent
 * @param mode type and permissions, as on Linux
 */
record Entry(String path, int mode) {

    /** Rsync's order, by which entries have their numbers: in each directory first files, then directories. */
    static final Comparator<Entry> ORDER = Entry::compare;

    private static final int TYPE = 0xf000;
    private static final int DIRECTORY = 0x4000;
    private static final int LINK = 0xa000;
    private static final int CHARACTER_DEVICE = 0x2000;
    private static final int BLOCK_DEVICE = 0x6000;

    boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    boolean isLink() {
        return (mode & TYPE) == LINK;
    }

    boolean isDevice() {
        int type = mode & TYPE;
        return type == CHARACTER_DEVICE || type == BLOCK_DEVICE;
    }

    private boolean isTop() {
        return isDirectory() && path.equals(".");
    }

    private static int compare(Entry a, Entry b) {
        if (a.isTop() || b.isTop()) {
            return Boolean.compare(b.isTop(), a.isTop());
        }
        int from = 0;
        while (true) {
            int endOfA = a.path.indexOf('/', from);
            int endOfB = b.path.indexOf('/', from);
            boolean directoryA = endOfA >= 0 || a.isDirectory();
            boolean directoryB = endOfB >= 0 || b.isDirectory();
            if (directoryA != directoryB) {
                return Boolean.compare(directoryA, directoryB);
            }
            String partOfA = a.part(from, endOfA, directoryA);
            String partOfB = b.part(from, endOfB, directoryB);
            int order = partOfA.compareTo(partOfB);
            if (order != 0 || endOfA < 0 || endOfB < 0) {
                return order != 0 ? order : Boolean.compare(endOfA >= 0, endOfB >= 0);
            }
            from = endOfA + 1;
        }
    }

    private String part(int from, int end, boolean directory) {
        String name = end < 0 ? path.substring(from) : path.substring(from, end);
        return directory ? name + "/" : name;
    }
}
