package io.honeypool.pool.guestfile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A content in the store, of one file or of many that are the same.
 *
 * @param sha256 its SHA-256, in hex
 * @param bytes its size
 * @param seenAt when it was found last
 * @param complete whether it is known to have been stored
 */
record StoredContent(String sha256, long bytes, Instant seenAt, boolean complete) {

    /** Those that make way: what is older than a moment, and the oldest of the rest if all are more than the quota. */
    static List<StoredContent> excess(List<StoredContent> oldestFirst, long quota, Instant oldest) {
        long left = oldestFirst.stream().mapToLong(StoredContent::bytes).sum();
        List<StoredContent> going = new ArrayList<>();
        for (StoredContent content : oldestFirst) {
            if (left <= quota && !content.seenAt().isBefore(oldest)) {
                break;
            }
            left -= content.bytes();
            going.add(content);
        }
        return going;
    }
}
