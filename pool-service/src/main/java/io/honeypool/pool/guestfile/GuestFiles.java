package io.honeypool.pool.guestfile;

import io.honeypool.pool.owner.Ownership;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** What was collected of guests, of every pool service. */
@Service
public class GuestFiles {

    private final CollectionRows rows;
    private final FileStore store;
    private final Ownership self;

    GuestFiles(CollectionRows rows, FileStore store, Ownership self) {
        this.rows = rows;
        this.store = store;
        this.self = self;
    }

    /** A content, or where it is. */
    public sealed interface Place {

        /** In a file of this host. */
        record Here(Path file) implements Place {}

        /** On the hosts of other pool services. */
        record Elsewhere(List<String> owners) implements Place {
            /** Copies the list. */
            public Elsewhere {
                owners = List.copyOf(owners);
            }
        }

        /** Nowhere: unknown, or removed. */
        record Nowhere() implements Place {}
    }

    /** What was collected of the guest that somebody had a lease of, if its disk was read, or is being read. */
    public Optional<FileCollection> ofLease(UUID lease) {
        return rows.ofLease(lease);
    }

    /** Whether something could be a SHA-256 as files are named after. */
    public static boolean isName(String sha256) {
        return FileStore.isName(sha256);
    }

    /** Finds the content of a SHA-256 in hex, in small letters. */
    public Place find(String sha256) {
        List<String> owners = rows.ownersOf(sha256);
        if (owners.contains(self.name())) {
            return new Place.Here(store.path(sha256));
        }
        return owners.isEmpty() ? new Place.Nowhere() : new Place.Elsewhere(owners);
    }
}
