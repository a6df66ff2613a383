package io.honeypool.proxy.capture.sftp;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests that wait for their answers, up to a number of them and of bytes in their paths. */
final class Pending {

    /** OpenSSH's client has 64; none is known to have more than 1024. */
    private static final int MOST = 4096;

    private static final int MOST_BYTES = 1 << 20;

    private final Map<Integer, Request> byNumber = new HashMap<>();
    private int bytes;

    /**
     * Adds one. One that has the same number is given up, as nobody can say which of them will be answered.
     *
     * @return whether there was room
     */
    boolean add(int id, Request request) {
        Request before = take(id);
        if (before != null) {
            giveUp(before);
        }
        if (byNumber.size() == MOST || bytes + request.bytes() > MOST_BYTES) {
            giveUp(request);
            return false;
        }
        bytes += request.bytes();
        byNumber.put(id, request);
        return true;
    }

    @Nullable Request take(int id) {
        Request request = byNumber.remove(id);
        if (request != null) {
            bytes -= request.bytes();
        }
        return request;
    }

    void close() {
        byNumber.values().forEach(Pending::giveUp);
        byNumber.clear();
        bytes = 0;
    }

    private static void giveUp(Request request) {
        if (request instanceof Request.Close(Handle handle)) {
            handle.close(true);
        }
    }
}
