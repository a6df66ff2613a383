package io.honeypool.pool.guestfile;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was collected of one guest.
 *
 * @param guestId the guest
 * @param guest its name
 * @param owner the pool service on whose host the contents are
 * @param profile its profile
 * @param image its image
 * @param recipe version of the image
 * @param result how it ended
 * @param begunAt when it began
 * @param endedAt when it ended
 * @param leases who had the guest, in order of time
 * @param files what was found, in the order it was collected in
 */
public record FileCollection(
        UUID guestId,
        String guest,
        String owner,
        String profile,
        String image,
        String recipe,
        Result result,
        Instant begunAt,
        @Nullable Instant endedAt,
        List<OfLease> leases,
        List<StoredFile> files) {

    /** Copies the lists. */
    public FileCollection {
        leases = List.copyOf(leases);
        files = List.copyOf(files);
    }

    /**
     * How a collection ended.
     *
     * @param state how
     * @param detail for people; empty if there is nothing to say
     * @param changed how many files were new or changed
     * @param leftOut how many of them were beyond the limits of number and bytes
     */
    public record Result(CollectionState state, String detail, int changed, int leftOut) {}

    /** A lease of the guest. */
    public record OfLease(
            UUID leaseId,
            InetAddress source,
            boolean shared,
            Instant createdAt,
            @Nullable Instant endedAt) {}

    /**
     * A file.
     *
     * @param file what it was in the guest
     * @param content where its content is
     * @param sha256 of the content, in hex; null if it was not collected
     * @param mediaType what the content's first bytes say it is; null if it was not collected
     */
    public record StoredFile(
            FoundFile file,
            FileContent content,
            @Nullable String sha256,
            @Nullable String mediaType) {}
}
