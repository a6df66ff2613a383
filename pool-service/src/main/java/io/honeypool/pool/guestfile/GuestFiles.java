package io.honeypool.pool.guestfile;

import io.honeypool.pool.filestore.FileStore;
import io.honeypool.pool.filestore.Place;
import io.honeypool.pool.owner.Ownership;
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

    /** What was collected of the guest that somebody had a lease of, if its disk was read, or is being read. */
    public Optional<FileCollection> ofLease(UUID lease) {
        return rows.ofLease(lease);
    }

    /** Finds the content of a SHA-256 in hex, in small letters. */
    public Place find(String sha256) {
        return Place.of(rows.ownersOf(sha256), self.name(), () -> store.path(sha256));
    }
}
