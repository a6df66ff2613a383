package io.honeypool.pool.evidencefile;

import io.honeypool.pool.disk.DiskRoom;
import io.honeypool.pool.failpoint.FailPoints;
import io.honeypool.pool.failpoint.Step;
import io.honeypool.pool.filestore.FileStore;
import io.honeypool.pool.settings.EvidenceFileSettings;
import io.honeypool.pool.settings.HoneypoolSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Takes files that sensors bring. A file comes beside its place first; then its row is made, the file gets its place,
 * and the row says so. No transaction is open while a file comes. Thread-safe.
 */
@Service
public class Uploads {

    private static final Logger log = LoggerFactory.getLogger(Uploads.class);
    private static final int BUFFER = 64 << 10;

    private final EvidenceFileRows rows;
    private final EvidenceStore store;
    private final DiskRoom room;
    private final EvidenceFileMetrics metrics;
    private final FailPoints failPoints;
    private final EvidenceFileSettings settings;
    private final UploadTurns turns;

    Uploads(
            EvidenceFileRows rows,
            EvidenceStore store,
            DiskRoom room,
            EvidenceFileMetrics metrics,
            FailPoints failPoints,
            HoneypoolSettings settings) {
        this.rows = rows;
        this.store = store;
        this.room = room;
        this.metrics = metrics;
        this.failPoints = failPoints;
        this.settings = settings.pool().evidenceFiles();
        this.turns = new UploadTurns(this.settings.uploads());
    }

    /** A body. */
    @FunctionalInterface
    public interface Body {
        /** Opens it, when it is certain that it is wanted. */
        InputStream open() throws IOException;
    }

    /** What the sensor sends did not come, or not in time. */
    private static final class CutException extends IOException {
        private static final long serialVersionUID = 1L;

        CutException(String reason) {
            super(reason);
        }
    }

    /**
     * Takes one.
     *
     * @throws IOException if it cannot be written
     * @throws org.springframework.dao.DataAccessException if the database does not answer
     */
    public UploadOutcome take(Upload upload, Body body) throws IOException {
        UploadOutcome outcome = outcome(upload, body);
        metrics.ended(outcome);
        return outcome;
    }

    private UploadOutcome outcome(Upload upload, Body body) throws IOException {
        if (upload.bytes() > settings.maximumFileSize().toBytes()) {
            return UploadOutcome.TOO_LARGE;
        }
        if (rows.wasKept(upload.kind(), upload.sha256())) {
            return UploadOutcome.KNOWN;
        }
        if (upload.bytes() > settings.quota().toBytes()) {
            return UploadOutcome.NO_ROOM;
        }
        String sensor = upload.sensor();
        Optional<UploadTurns.Turn> turn = turns.take(sensor == null ? "" : sensor);
        if (turn.isEmpty()) {
            return UploadOutcome.BUSY;
        }
        try (UploadTurns.Turn _ = turn.get();
                DiskRoom.Hold _ = room.hold(upload.bytes())) {
            if (!room.figures().fits(0)) {
                return UploadOutcome.NO_ROOM;
            }
            return receive(upload, body);
        } catch (CutException cut) {
            log.info("An upload was cut: {}", cut.getMessage());
            return UploadOutcome.CUT;
        }
    }

    private UploadOutcome receive(Upload upload, Body body) throws IOException {
        boolean fresh;
        try (FileStore.Draft draft = store.files().write(out -> copy(upload, body, out))) {
            failPoints.reach(Step.EVIDENCE_FILE_WRITTEN);
            if (!draft.sha256().equals(upload.sha256())) {
                return UploadOutcome.WRONG_HASH;
            }
            fresh = publish(upload, draft);
        }
        store.cleaner().makeRoom();
        return fresh ? UploadOutcome.STORED : UploadOutcome.KNOWN;
    }

    private boolean publish(Upload upload, FileStore.Draft draft) throws IOException {
        FileStore files = store.files();
        synchronized (files) {
            if (!rows.begin(upload)) {
                return false;
            }
            failPoints.reach(Step.EVIDENCE_FILE_ROW_MADE);
            files.publish(draft);
            failPoints.reach(Step.EVIDENCE_FILE_MOVED);
            rows.stored(upload.kind(), upload.sha256());
            return true;
        }
    }

    private static void copy(Upload upload, Body body, OutputStream out) throws IOException {
        InputStream in = open(body);
        byte[] buffer = new byte[BUFFER];
        long left = upload.bytes();
        while (left > 0) {
            int read = read(in, buffer, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new CutException("it ended " + left + " bytes early");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    private static InputStream open(Body body) throws CutException {
        try {
            return body.open();
        } catch (IOException failed) {
            throw new CutException(String.valueOf(failed.getMessage()));
        }
    }

    private static int read(InputStream in, byte[] buffer, int most) throws CutException {
        try {
            return in.read(buffer, 0, most);
        } catch (IOException failed) {
            throw new CutException(String.valueOf(failed.getMessage()));
        }
    }
}
