package io.honeypool.proxy.capture.store;

import io.honeypool.proxy.events.CaptureEvent.Missing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way into the store. What cannot be kept of it is left out and remembered; nothing throws. Hashed as it
 * comes if it comes in order, otherwise when it is whole. Not thread-safe; blocks for as long as the disk takes.
 */
public final class Incoming {

    private static final int BUFFER = 16 * 1024;

    private final ArtifactStore store;
    private final long limit;
    private final Set<Missing> missing = EnumSet.noneOf(Missing.class);
    private final RunningHash hash = new RunningHash();
    private int buffered;
    private long size;
    private long taken;
    private boolean failed;
    private @Nullable Path path;
    private @Nullable RandomAccessFile file;
    private byte @Nullable [] buffer;

    Incoming(ArtifactStore store, long limit) {
        this.store = store;
        this.limit = limit;
    }

    /** Bytes of it so far, gaps included. */
    public long size() {
        return size;
    }

    /** What is missing of it. */
    public Set<Missing> missing() {
        return missing;
    }

    /** Puts bytes at an offset, which are consumed. */
    public void write(long offset, ByteBuffer bytes) {
        int wanted = bytes.remaining();
        int kept = failed ? 0 : room(offset, wanted);
        if (kept > 0) {
            try {
                put(offset, bytes.slice(bytes.position(), kept));
            } catch (IOException e) {
                fail(e);
            }
        }
        bytes.position(bytes.position() + wanted);
    }

    /** Puts bytes at the end. */
    public void append(ByteBuffer bytes) {
        write(size, bytes);
    }

    /** Cuts or extends it. */
    public void resize(long to) {
        if (failed) {
            return;
        }
        long wanted = to < 0 ? Long.MAX_VALUE : to;
        long length = Math.min(wanted, limit);
        if (length < wanted) {
            missing.add(Missing.FILE_LIMIT);
        }
        if (!grow(length)) {
            missing.add(Missing.QUOTA);
            return;
        }
        try {
            flush();
            if (length < size && file != null) {
                file.setLength(length);
            }
            hash.cutTo(length);
            size = length;
        } catch (IOException e) {
            fail(e);
        }
    }

    /**
     * Stores it.
     *
     * @return where; empty if nothing could be kept
     */
    public Optional<Artifact> finish() {
        try {
            if (failed && path == null) {
                return Optional.empty();
            }
            RandomAccessFile open = opened();
            flush();
            open.setLength(size);
            String shasum = hash.finish(open, size);
            String type = store.types().of(beginning(open));
            open.close();
            Path whole = path;
            if (whole == null) {
                return Optional.empty();
            }
            store.room().giveBack(taken - size);
            taken = size;
            boolean duplicate = store.keep(whole, shasum, size);
            taken = 0;
            path = null;
            return Optional.of(new Artifact(ArtifactStore.outfile(shasum), shasum, size, type, duplicate));
        } catch (IOException e) {
            fail(e);
            return Optional.empty();
        } finally {
            discard();
        }
    }

    /** Keeps nothing of it. */
    public void discard() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            missing.add(Missing.STORE);
        }
        file = null;
        if (path != null) {
            store.remove(path);
            path = null;
        }
        store.room().giveBack(taken);
        taken = 0;
        failed = true;
    }

    /** How many bytes at an offset may be kept. */
    private int room(long offset, int wanted) {
        int kept = offset < 0 || offset >= limit ? 0 : (int) Math.min(wanted, limit - offset);
        if (kept < wanted) {
            missing.add(Missing.FILE_LIMIT);
        }
        if (kept > 0 && !grow(offset + kept)) {
            missing.add(Missing.QUOTA);
            return Math.clamp(size - offset, 0, kept);
        }
        return kept;
    }

    private boolean grow(long to) {
        if (to <= taken) {
            return true;
        }
        boolean there = store.room().take(to - taken);
        if (there) {
            taken = to;
        }
        return there;
    }

    private void put(long offset, ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        hash.wrote(offset, bytes);
        if (offset == size && count <= BUFFER - buffered) {
            byte[] last = buffer == null ? new byte[BUFFER] : buffer;
            buffer = last;
            bytes.get(last, buffered, count);
            buffered += count;
        } else {
            flush();
            RandomAccessFile open = opened();
            open.seek(offset);
            if (bytes.hasArray()) {
                open.write(bytes.array(), bytes.arrayOffset() + bytes.position(), count);
            } else {
                byte[] copy = new byte[count];
                bytes.get(copy);
                open.write(copy);
            }
        }
        size = Math.max(size, offset + count);
    }

    /** What is buffered is the last of what the file has. */
    private void flush() throws IOException {
        byte[] last = buffer;
        if (buffered > 0 && last != null) {
            RandomAccessFile open = opened();
            open.seek(size - buffered);
            int count = buffered;
            buffered = 0;
            open.write(last, 0, count);
        }
    }

    private RandomAccessFile opened() throws IOException {
        RandomAccessFile open = file;
        if (open == null) {
            Path created = store.create();
            path = created;
            open = new RandomAccessFile(created.toFile(), "rw");
            file = open;
        }
        return open;
    }

    private static byte[] beginning(RandomAccessFile open) throws IOException {
        byte[] beginning = new byte[(int) Math.min(ContentTypes.LOOKED_AT, open.length())];
        open.seek(0);
        open.readFully(beginning);
        return beginning;
    }

    /** The disk took no more; what it took before is kept, if it still can be. */
    private void fail(IOException e) {
        failed = true;
        size = Math.max(0, size - buffered);
        buffered = 0;
        hash.forget();
        missing.add(e instanceof ArtifactStore.TooManyFilesException ? Missing.TOO_MUCH : Missing.STORE);
    }
}
