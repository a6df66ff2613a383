package io.honeypool.proxy.capture.file;

import java.util.Map;
import java.util.TreeMap;

/** Which bytes of a file are known, as few ranges. Not thread-safe. */
public final class Ranges {

    private static final int MOST = 1024;

    private final TreeMap<Long, Long> ends = new TreeMap<>();
    private boolean tooMany;

    /** Bytes from one offset to another, which is not part of them, are known. */
    public void add(long from, long to) {
        if (from < 0 || to <= from || tooMany) {
            return;
        }
        long start = from;
        long end = to;
        Map.Entry<Long, Long> near = ends.floorEntry(to);
        while (near != null && near.getValue() >= from) {
            start = Math.min(start, near.getKey());
            end = Math.max(end, near.getValue());
            ends.remove(near.getKey());
            near = ends.floorEntry(to);
        }
        ends.put(start, end);
        tooMany = ends.size() > MOST;
    }

    /** Whether what is known has no gap, from the file's first byte on. */
    public boolean isWhole() {
        return !tooMany && (ends.isEmpty() || (ends.size() == 1 && ends.firstKey() == 0));
    }
}
