package io.honeypool.proxy.capture.sftp;

/**
 * How a file is opened.
 *
 * @param write whether it may be written to
 * @param append whether writes go to its end, wherever they say
 * @param fresh whether nothing is in it afterwards, if it opens at all
 */
record OpenMode(boolean write, boolean append, boolean fresh) {

    private static final int WRITE = 0x02;
    private static final int APPEND = 0x04;
    private static final int TRUNCATE = 0x10;
    private static final int EXCLUSIVE = 0x20;

    private static final int ACE_WRITE_DATA = 0x02;
    private static final int ACE_APPEND_DATA = 0x04;
    private static final int DISPOSITION = 0x07;
    private static final int APPEND_DATA = 0x08;
    private static final int APPEND_DATA_ATOMIC = 0x10;

    /** Reads what follows the path (version 3: draft 02, section 6.3; from version 5 on: draft 13, section 8.1.1). */
    static OpenMode read(int version, Fields fields) {
        int first = fields.number();
        if (version < 5) {
            return new OpenMode(
                    (first & (WRITE | APPEND)) != 0, (first & APPEND) != 0, (first & (TRUNCATE | EXCLUSIVE)) != 0);
        }
        int flags = fields.number();
        // create new, create and truncate, truncate existing; the others open what is there
        boolean fresh = switch (flags & DISPOSITION) {
            case 0, 1, 4 -> true;
            default -> false;
        };
        boolean onlyAppend = (first & (ACE_WRITE_DATA | ACE_APPEND_DATA)) == ACE_APPEND_DATA;
        return new OpenMode(
                (first & (ACE_WRITE_DATA | ACE_APPEND_DATA)) != 0,
                onlyAppend || (flags & (APPEND_DATA | APPEND_DATA_ATOMIC)) != 0,
                fresh);
    }
}
