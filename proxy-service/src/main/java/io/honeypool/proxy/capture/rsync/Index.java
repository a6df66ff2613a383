package io.honeypool.proxy.capture.rsync;

/** Reads which file something is about: as a difference to the one before (io.c, read_ndx). */
final class Index {

    /** A phase is over. */
    static final int DONE = -1;

    /** There are no more lists. */
    static final int LISTS_END = -2;

    /** Counts of what was deleted follow. */
    static final int DELETED = -3;

    /** That and what is below is a directory whose list follows. */
    static final int LIST = -101;

    private final int positive;
    private final int negative;
    private final int value;

    private Index(int positive, int negative, int value) {
        this.positive = positive;
        this.negative = negative;
        this.value = value;
    }

    static Index first() {
        return new Index(-1, 1, DONE);
    }

    int value() {
        return value;
    }

    /** The one that follows. */
    Index next(Wire wire) {
        int first = wire.one();
        if (first == 0) {
            return new Index(positive, negative, DONE);
        }
        boolean below = first == 0xff;
        int before = below ? negative : positive;
        int code = below ? wire.one() : first;
        int number = code == 0xfe ? large(wire, before) : before + code;
        return below ? new Index(positive, number, -number) : new Index(number, negative, number);
    }

    private static int large(Wire wire, int before) {
        int high = wire.one();
        int low = wire.one();
        if ((high & 0x80) == 0) {
            return before + (high << Byte.SIZE | low);
        }
        // the whole number: its lowest byte is the second one here, its highest the first
        return low | wire.one() << Byte.SIZE | wire.one() << (2 * Byte.SIZE) | (high & 0x7f) << (3 * Byte.SIZE);
    }
}
