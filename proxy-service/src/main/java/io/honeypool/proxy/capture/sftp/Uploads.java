package io.honeypool.proxy.capture.sftp;

import io.honeypool.proxy.capture.file.FileListener;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files that are being written, by path: two handles of one path write one file. */
final class Uploads {

    private final FileListener listener;
    private final Map<String, Upload> byPath = new LinkedHashMap<>();

    Uploads(FileListener listener) {
        this.listener = listener;
    }

    Upload open(String path, OpenMode mode) {
        Upload upload = byPath.computeIfAbsent(path, absent -> new Upload(listener.begin(false, absent)));
        upload.openedBy(mode);
        return upload;
    }

    void close(Upload upload) {
        if (upload.closedBy()) {
            byPath.values().remove(upload);
        }
    }

    @Nullable Upload at(String path) {
        return byPath.get(path);
    }

    /** What is at one path is at another from now on, and what was there has no path any more. */
    void rename(String path, String target) {
        Upload moved = byPath.remove(path);
        if (moved != null) {
            moved.rename(target);
            byPath.put(target, moved);
        }
    }
}
