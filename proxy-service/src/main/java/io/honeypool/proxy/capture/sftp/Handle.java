package io.honeypool.proxy.capture.sftp;

import io.honeypool.proxy.capture.file.FileListener;
import io.honeypool.proxy.capture.file.FoundFile;
import io.honeypool.proxy.capture.file.Ranges;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An open file of the guest, and what goes through it. */
final class Handle {

    private final String path;
    private final OpenMode mode;
    private final FileListener listener;
    private final Uploads uploads;
    private final Ranges read = new Ranges();
    private @Nullable Upload upload;
    private @Nullable FoundFile download;
    private boolean failed;
    private boolean closed;

    Handle(Request.Open open, FileListener listener, Uploads uploads) {
        this.path = open.path();
        this.mode = open.mode();
        this.listener = listener;
        this.uploads = uploads;
        if (mode.write() && mode.fresh()) {
            upload = uploads.open(path, mode);
        }
    }

    void write(long offset, ByteBuffer bytes) {
        if (closed || !mode.write()) {
            return;
        }
        if (mode.append()) {
            upload().append(bytes);
        } else {
            upload().write(offset, bytes);
        }
    }

    /** A write was refused: the guest has not what was sent. The first one is told. */
    void writeFailed(String status) {
        if (!failed) {
            failed = true;
            listener.operated("write", path, "", status);
        }
    }

    void resize(long size) {
        if (!closed && mode.write()) {
            upload().resize(size);
        }
    }

    /** Something is written to it that does not pass here. */
    void copiedTo() {
        if (!closed && mode.write()) {
            upload().misses(Missing.REST);
        }
    }

    void read(long offset, ByteBuffer bytes) {
        if (closed) {
            return;
        }
        read.add(offset, offset + bytes.remaining());
        download().write(offset, bytes);
    }

    /** There is nothing at an offset and behind. */
    void ended(long offset) {
        if (!closed && offset == 0) {
            download().resize(0);
        }
    }

    /** Closes what goes through it; whatever comes later is nothing, for servers answer as they like. */
    void close(boolean interrupted) {
        closed = true;
        if (upload != null) {
            if (interrupted) {
                upload.misses(Missing.INTERRUPTED);
            }
            uploads.close(upload);
            upload = null;
        }
        if (download != null) {
            if (!read.isWhole()) {
                download.misses(Missing.REST);
            }
            if (interrupted) {
                download.misses(Missing.INTERRUPTED);
            }
            download.close();
            download = null;
        }
    }

    private Upload upload() {
        Upload open = upload;
        if (open == null) {
            open = uploads.open(path, mode);
            upload = open;
        }
        return open;
    }

    private FoundFile download() {
        FoundFile open = download;
        if (open == null) {
            open = listener.begin(true, path);
            download = open;
        }
        return open;
    }
}
