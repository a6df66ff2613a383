package io.honeypool.pool.filestore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A content in a store, of one file or of many that are the same.
 *
 * @param sha256 its SHA-256, in hex
 * @param bytes its size
 * @param seenAt when it was found or brought last
 * @param complete whether it is known to have been stored
 */
public record StoredContent(String sha256, long bytes, Instant seenAt, boolean complete) {

    /**
     * Those that make way: what is older than a moment, and the oldest of the rest if all are more than the quota.
     *
     * @param oldestFirst the oldest contents, or all of them
     * @param total bytes of all contents
     */
    static List<StoredContent> excess(List<StoredContent> oldestFirst, long total, long quota, Instant oldest) {
        long left = total;
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
