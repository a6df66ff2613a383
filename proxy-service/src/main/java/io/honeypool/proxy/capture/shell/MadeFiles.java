package io.honeypool.proxy.capture.shell;

import io.honeypool.proxy.capture.file.FileListener;
import io.honeypool.proxy.capture.file.FoundFile;
import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Files that commands make, one piece after the other. One is complete when it is begun anew, removed or run, and at
 * the end.
 */
final class MadeFiles {

    private static final int MOST = 16;

    private final FileListener listener;
    private final Map<String, Made> open = new LinkedHashMap<>();
    private final SequencedSet<String> emptied = new LinkedHashSet<>();

    MadeFiles(FileListener listener) {
        this.listener = listener;
    }

    /** Content for a file that has none yet. */
    Content to(String path) {
        Made made = begin(key(path));
        made.file.resize(0);
        return made.writing();
    }

    /** More content for a file. Of two commands that write at once the first one counts: nobody knows their order. */
    Content behind(String path) {
        String key = key(path);
        Made made = open.get(key);
        if (made == null) {
            made = begin(key);
            if (!emptied.remove(key)) {
                made.file.misses(Missing.REST);
            }
        } else if (made.writers > 0) {
            made.file.misses(Missing.REST);
            return Content.NOWHERE;
        }
        return made.writing();
    }

    /** A file is emptied; if it stays so, it is none. */
    void empty(String path) {
        close(open.remove(key(path)));
        emptied.add(key(path));
        if (emptied.size() > MOST) {
            emptied.removeFirst();
        }
    }

    void misses(String path, Missing reason) {
        Made made = open.get(key(path));
        if (made != null) {
            made.file.misses(reason);
        }
    }

    void rename(String path, String target) {
        Made made = open.remove(key(path));
        if (made != null) {
            close(open.remove(key(target)));
            made.file.rename(target);
            open.put(key(target), made);
        }
    }

    /** A file is used: it is complete as soon as the commands that write it have ended. */
    void finish(String path) {
        Made made = open.get(key(path));
        if (made == null) {
            return;
        }
        if (made.writers == 0) {
            open.remove(key(path));
            close(made);
        } else {
            made.used = true;
        }
    }

    void close() {
        List<Made> left = new ArrayList<>(open.values());
        open.clear();
        left.forEach(MadeFiles::close);
    }

    private Made begin(String key) {
        close(open.remove(key));
        if (open.size() == MOST) {
            close(open.remove(open.keySet().iterator().next()));
        }
        Made made = new Made(listener.begin(false, key));
        open.put(key, made);
        return made;
    }

    private static void close(@Nullable Made made) {
        if (made != null) {
            made.closed = true;
            made.file.close();
        }
    }

    private static String key(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }

    /** A file, and how many commands write to it. */
    private final class Made {

        private final FoundFile file;
        private int writers;
        private boolean used;
        private boolean closed;

        Made(FoundFile file) {
            this.file = file;
        }

        Content writing() {
            writers++;
            return new Content() {
                @Override
                public void write(ByteBuffer bytes) {
                    if (closed) {
                        bytes.position(bytes.limit());
                    } else {
                        file.append(bytes);
                    }
                }

                @Override
                public void end() {
                    writers--;
                    if (writers == 0 && used && open.values().remove(Made.this)) {
                        close(Made.this);
                    }
                }
            };
        }
    }
}
