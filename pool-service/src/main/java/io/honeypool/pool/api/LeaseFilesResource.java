package io.honeypool.pool.api;

import io.honeypool.pool.guestfile.CollectionState;
import io.honeypool.pool.guestfile.FileCollection;
import io.honeypool.pool.guestfile.FileCollection.StoredFile;
import io.honeypool.pool.guestfile.FileContent;
import io.honeypool.pool.guestfile.FileKind;
import io.honeypool.pool.guestfile.FoundFile;
import io.honeypool.pool.guestfile.GuestPath;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was collected of a lease's guest, as the API shows it. */
record LeaseFilesResource(
        UUID guestId,
        String guest,
        String owner,
        String profile,
        String image,
        String recipe,
        CollectionState state,
        String detail,
        int changed,
        int leftOut,
        Instant begunAt,
        @Nullable Instant endedAt,
        List<OfLease> leases,
        List<Item> files) {

    /** A lease of the guest. */
    record OfLease(
            UUID leaseId,
            String sourceAddress,
            boolean shared,
            Instant createdAt,
            @Nullable Instant endedAt) {}

    /** A file; {@code path} is escaped, {@code pathHex} has its bytes. */
    record Item(
            @Nullable String path,
            @Nullable String pathHex,
            int fileSystem,
            int inode,
            FileKind kind,
            boolean fresh,
            String mode,
            int links,
            long size,
            Instant modifiedAt,
            Instant changedAt,
            FileContent content,
            @Nullable String sha256,
            @Nullable String mediaType) {

        static Item of(StoredFile stored) {
            FoundFile file = stored.file();
            GuestPath path = file.path();
            return new Item(
                    path == null ? null : path.text(),
                    path == null ? null : HexFormat.of().formatHex(path.bytes()),
                    file.fileSystem(),
                    file.inode(),
                    file.kind(),
                    file.fresh(),
                    Integer.toOctalString(file.mode()),
                    file.links(),
                    file.size(),
                    file.modified(),
                    file.changed(),
                    stored.content(),
                    stored.sha256(),
                    stored.mediaType());
        }
    }

    static LeaseFilesResource of(FileCollection collection) {
        FileCollection.Result result = collection.result();
        return new LeaseFilesResource(
                collection.guestId(),
                collection.guest(),
                collection.owner(),
                collection.profile(),
                collection.image(),
                collection.recipe(),
                result.state(),
                result.detail(),
                result.changed(),
                result.leftOut(),
                collection.begunAt(),
                collection.endedAt(),
                collection.leases().stream()
                        .map(lease -> new OfLease(
                                lease.leaseId(),
                                lease.source().getHostAddress(),
                                lease.shared(),
                                lease.createdAt(),
                                lease.endedAt()))
                        .toList(),
                collection.files().stream().map(Item::of).toList());
    }
}
