package io.honeypool.pool.filestore;

import java.time.Instant;
import java.util.List;

/** The rows of a store's contents, of the pool service that has the store. */
public interface ContentRows {

    /** The contents that are there or being stored, the one that was not seen for longest first, so many at most. */
    List<StoredContent> oldest(int most);

    /** What these contents have in all. */
    long bytes();

    /** Whether there is, or was, such a content. */
    boolean isKnown(String sha256);

    /** Says that a content is there after all; returns in how many rows. */
    int isThere(String sha256);

    /** Says that a content makes way. */
    void removed(StoredContent content);

    /** Says that a content is not there any more, or never was. */
    void lost(StoredContent content);

    /** Forgets what was over before a moment. */
    void forget(Instant before);
}
