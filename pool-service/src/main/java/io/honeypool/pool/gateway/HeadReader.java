package io.honeypool.pool.gateway;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads the head of a request and not a byte of what follows it. */
final class HeadReader {

    /** A sensor's own takes some 250 bytes. */
    static final int LONGEST = 4096;

    private static final byte[] END = {'\r', '\n', '\r', '\n'};

    private HeadReader() {}

    /**
     * Reads up to the first empty line, that included.
     *
     * @param in one that has a buffer of its own, as TLS does: bytes are taken one by one
     * @throws EOFException if the peer ends before
     * @throws RefusedException if there is none within {@link #LONGEST} bytes, or a line does not end as lines do
     */
    static byte[] read(InputStream in) throws IOException, RefusedException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        int matched = 0;
        int before = -1;
        while (matched < END.length) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            if ((next == '\n') != (before == '\r')) {
                throw new RefusedException(Refusal.MALFORMED);
            }
            if (head.size() == LONGEST) {
                throw new RefusedException(Refusal.TOO_LONG);
            }
            head.write(next);
            matched = next == END[matched] ? matched + 1 : next == '\r' ? 1 : 0;
            before = next;
        }
        return head.toByteArray();
    }
}
