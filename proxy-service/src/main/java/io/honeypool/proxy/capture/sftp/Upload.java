package io.honeypool.proxy.capture.sftp;

import io.honeypool.proxy.capture.file.FoundFile;
import io.honeypool.proxy.capture.file.Ranges;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.nio.ByteBuffer;

/** A file that is written through one handle or several. */
final class Upload {

    private final FoundFile file;
    private final Ranges known = new Ranges();
    private boolean fresh;
    private boolean appended;
    private int handles;

    Upload(FoundFile file) {
        this.file = file;
    }

    void openedBy(OpenMode mode) {
        handles++;
        if (mode.fresh()) {
            fresh = true;
            file.resize(0);
        }
    }

    void write(long offset, ByteBuffer bytes) {
        known.add(offset, offset + bytes.remaining());
        file.write(offset, bytes);
    }

    void append(ByteBuffer bytes) {
        appended = true;
        file.append(bytes);
    }

    void resize(long size) {
        file.resize(size);
    }

    void rename(String path) {
        file.rename(path);
    }

    void misses(Missing reason) {
        file.misses(reason);
    }

    /**
     * A handle of it was closed.
     *
     * @return whether it was the last one
     */
    boolean closedBy() {
        if (--handles > 0) {
            return false;
        }
        if (!fresh && (appended || !known.isWhole())) {
            file.misses(Missing.REST);
        }
        file.close();
        return true;
    }
}
