package io.honeypool.pool.evidencefile;

import io.honeypool.pool.filestore.Place;
import io.honeypool.pool.owner.Ownership;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;

/** Files that sensors brought, of every pool service. Thread-safe. */
@Service
public class EvidenceFiles {

    private final EvidenceFileRows rows;
    private final EvidenceStore store;
    private final Ownership self;

    EvidenceFiles(EvidenceFileRows rows, EvidenceStore store, Ownership self) {
        this.rows = rows;
        this.store = store;
        this.self = self;
    }

    /** Whether a sensor need not bring a file: it is there, or was for as long as it is kept. */
    public boolean isKnown(EvidenceKind kind, String sha256) {
        return rows.wasKept(kind, sha256);
    }

    /** Finds the artifact of a SHA-256 in hex, in small letters. */
    public Place artifact(String sha256) {
        return Place.of(rows.ownersOf(sha256), self.name(), () -> store.files().path(sha256));
    }

    /** Finds a recording by its name. Of several files, the one that was brought first is it. */
    public Place recording(String recording) {
        List<EvidenceFileRows.OfRecording> found = rows.ofRecording(recording);
        List<String> owners = found.stream()
                .map(EvidenceFileRows.OfRecording::owner)
                .distinct()
                .toList();
        return Place.of(
                owners,
                self.name(),
                () -> store.files()
                        .path(found.stream()
                                .filter(file -> file.owner().equals(self.name()))
                                .findFirst()
                                .orElseThrow()
                                .sha256()));
    }

    /** Which of some artifacts, by SHA-256, can be had. */
    public Set<String> artifactsOf(Collection<String> sha256s) {
        return rows.artifactsOf(sha256s);
    }

    /** Which of some recordings, by name, can be had. */
    public Set<String> recordingsOf(Collection<String> recordings) {
        return rows.recordingsOf(recordings);
    }
}
