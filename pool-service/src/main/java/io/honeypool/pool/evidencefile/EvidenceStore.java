package io.honeypool.pool.evidencefile;

import io.honeypool.pool.filestore.FileStore;
import io.honeypool.pool.filestore.StoreCleaner;
import io.honeypool.pool.owner.Ownership;
import io.honeypool.pool.settings.EvidenceFileSettings;
import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.StateDirectory;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Where files that sensors bring go, and what looks after that. */
@Component
class EvidenceStore {

    private final FileStore files;
    private final StoreCleaner cleaner;

    EvidenceStore(
            StateDirectory state,
            EvidenceFileRows rows,
            Ownership self,
            InstantSource clock,
            HoneypoolSettings settings) {
        EvidenceFileSettings limits = settings.pool().evidenceFiles();
        this.files = new FileStore(state.directory("pool/evidence-files", "rwx------"));
        this.cleaner = new StoreCleaner(
                files,
                rows,
                self,
                clock,
                new StoreCleaner.Limits(
                        "files from sensors",
                        "honeypool.pool.evidence-files",
                        limits.quota().toBytes(),
                        limits.retention()));
    }

    FileStore files() {
        return files;
    }

    StoreCleaner cleaner() {
        return cleaner;
    }
}
