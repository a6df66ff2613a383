package io.honeypool.proxy.capture.file;

import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Keeps in memory what a parser finds, up to a size. */
public final class MemoryFiles implements FileListener {

    private static final int MOST = 8 << 20;

    private final List<Found> files = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private int open;

    /**
     * A file.
     *
     * @param content each byte as the character that has its number
     */
    public record Found(boolean out, String path, String content, Set<Missing> missing) {}

    /** Those that were closed, in that order. */
    public List<Found> files() {
        return files;
    }

    /** The only one, which must have come whole. */
    public String only() {
        if (files.size() != 1 || !files.getFirst().missing.isEmpty()) {
            throw new AssertionError("one whole file expected: " + files + told);
        }
        return files.getFirst().content;
    }

    /** What else was said. */
    public List<String> told() {
        return told;
    }

    /** How many are still open. */
    public int open() {
        return open;
    }

    @Override
    public FoundFile begin(boolean out, String path) {
        open++;
        return new MemoryFile(out, path);
    }

    @Override
    public void misses(String path, Missing reason) {
        told.add(reason.label() + " " + path);
    }

    @Override
    public void operated(String operation, String path, String target, String status) {
        told.add((operation + " " + path + " " + target).strip() + ": " + status);
    }

    private final class MemoryFile implements FoundFile {

        private final boolean out;
        private final Set<Missing> missing = EnumSet.noneOf(Missing.class);
        private String path;
        private byte[] content = new byte[0];
        private boolean closed;

        MemoryFile(boolean out, String path) {
            this.out = out;
            this.path = path;
        }

        @Override
        public void write(long offset, ByteBuffer bytes) {
            check();
            long end = offset + bytes.remaining();
            if (offset < 0 || offset > MOST || end > MOST) {
                missing.add(Missing.FILE_LIMIT);
                bytes.position(bytes.limit());
                return;
            }
            content = Arrays.copyOf(content, (int) Math.max(content.length, end));
            bytes.get(content, (int) offset, bytes.remaining());
        }

        @Override
        public void append(ByteBuffer bytes) {
            write(content.length, bytes);
        }

        @Override
        public void resize(long size) {
            check();
            if (size < 0 || size > MOST) {
                missing.add(Missing.FILE_LIMIT);
            } else {
                content = Arrays.copyOf(content, (int) size);
            }
        }

        @Override
        public void rename(String to) {
            check();
            path = to;
        }

        @Override
        public void misses(Missing reason) {
            check();
            missing.add(reason);
        }

        @Override
        public void close() {
            discard();
            files.add(new Found(out, path, new String(content, StandardCharsets.ISO_8859_1), missing));
        }

        @Override
        public void discard() {
            check();
            closed = true;
            open--;
        }

        private void check() {
            if (closed) {
                throw new AssertionError("used after it was closed: " + path);
            }
        }
    }
}
