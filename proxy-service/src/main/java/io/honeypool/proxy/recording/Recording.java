package io.honeypool.proxy.recording;

import io.honeypool.proxy.relay.Backlog;
import io.honeypool.proxy.relay.Backlogs;
import io.honeypool.proxy.relay.ChannelTap;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One channel that is recorded. What passes is copied on the thread that relays, and written on the
 * {@linkplain RecordingDesk desk's}; what waits in between slows down its sender, but a disk that hangs does so only
 * for a moment, and what comes then is left out, with a mark. Thread-safe.
 */
final class Recording implements ChannelTap {

    /** Bytes that may wait before their sender is slowed down, so that the two threads seldom wait for each other. */
    private static final long FREE = 1024 * 1024;

    /** How long bytes may slow down their sender. */
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    private final RecordingDesk desk;
    private final RecordingWriter writer;
    private final Backlogs backlogs;
    private final Consumer<Recording> onClosed;
    private final long startNanos;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long bytesIn;
    private long bytesOut;
    private long lost;
    private boolean everLost;
    private boolean scheduled;
    private boolean ended;
    private @Nullable Long endNanos;

    Recording(
            RecordingDesk desk,
            RecordingWriter writer,
            Backlogs backlogs,
            long startNanos,
            Consumer<Recording> onClosed) {
        this.desk = desk;
        this.writer = writer;
        this.backlogs = backlogs;
        this.startNanos = startNanos;
        this.onClosed = onClosed;
    }

    /** Something that is not written yet. */
    private static final class Waiting {

        private final Passed passed;
        private final int size;
        private final long since;
        private @Nullable Backlog held;

        Waiting(Passed passed, int size, long since, @Nullable Backlog held) {
            this.passed = passed;
            this.size = size;
            this.since = since;
            this.held = held;
        }

        void release() {
            if (held != null) {
                held.gone(size);
                held = null;
            }
        }
    }

    /** What passed in all, whether it is recorded or not. */
    record Passage(long bytesIn, long bytesOut, long durationNanos, boolean lost) {}

    @Override
    public void input(ByteBuffer bytes, long nanos) {
        int size = bytes.remaining();
        synchronized (this) {
            bytesIn += size;
        }
        if (mayAdd(size, nanos)) {
            add(new Passed.Input(copy(bytes), nanos - startNanos), size, nanos, backlogs.input());
        }
    }

    @Override
    public void output(ByteBuffer bytes, long nanos) {
        int size = bytes.remaining();
        if (mayAddOutput(size, nanos)) {
            add(new Passed.Output(copy(bytes), nanos - startNanos), size, nanos, backlogs.output());
        }
    }

    @Override
    public void errorOutput(ByteBuffer bytes, long nanos) {
        int size = bytes.remaining();
        if (mayAddOutput(size, nanos)) {
            add(new Passed.ErrorOutput(copy(bytes), nanos - startNanos), size, nanos, backlogs.output());
        }
    }

    @Override
    public void inputEnded(long nanos) {
        mark("end of input", nanos);
    }

    @Override
    public void resized(int columns, int rows, long nanos) {
        if (columns > 0 && rows > 0 && mayAdd(Long.BYTES, nanos)) {
            add(new Passed.Resize(columns, rows, nanos - startNanos), Long.BYTES, nanos, null);
        }
    }

    @Override
    public void exited(int status, long nanos) {
        mark("exit " + status, nanos);
    }

    @Override
    public void refused(long nanos) {
        mark("refused", nanos);
    }

    @Override
    public void closed(long nanos) {
        synchronized (this) {
            endNanos = nanos - startNanos;
        }
        schedule();
    }

    private void mark(String words, long nanos) {
        if (mayAdd(words.length(), nanos)) {
            add(new Passed.Mark(words, nanos - startNanos), words.length(), nanos, null);
        }
    }

    private boolean mayAddOutput(int size, long nanos) {
        synchronized (this) {
            bytesOut += size;
        }
        return mayAdd(size, nanos);
    }

    /** Whether bytes can be recorded; those that cannot for now are counted. */
    private boolean mayAdd(int size, long nanos) {
        if (writer.isCut()) {
            return false;
        }
        synchronized (this) {
            Waiting oldest = waiting.peek();
            boolean stuck = oldest != null && nanos - oldest.since > PATIENCE_NANOS;
            if (!stuck && desk.reserve(size)) {
                return true;
            }
            lost += size;
            everLost = true;
        }
        desk.lost(size);
        return false;
    }

    private void add(Passed passed, int size, long nanos, @Nullable Backlog backlog) {
        Backlog slowed = isMuch(size) ? backlog : null;
        if (slowed != null) {
            slowed.add(size);
        }
        synchronized (this) {
            if (lost > 0) {
                waiting.add(new Waiting(new Passed.Mark(lost + " bytes lost", passed.nanos()), 0, nanos, null));
                lost = 0;
            }
            waiting.add(new Waiting(passed, size, nanos, slowed));
        }
        schedule();
    }

    private synchronized boolean isMuch(int size) {
        waitingBytes += size;
        return waitingBytes > FREE || desk.isCrowded();
    }

    private void schedule() {
        synchronized (this) {
            if (scheduled || ended) {
                return;
            }
            scheduled = true;
        }
        desk.schedule(this);
    }

    /** Lets senders go on whose bytes have waited for too long. */
    void releaseLate(long nanos) {
        List<Waiting> late;
        synchronized (this) {
            Waiting oldest = waiting.peek();
            if (oldest == null || nanos - oldest.since <= PATIENCE_NANOS) {
                return;
            }
            late = List.copyOf(waiting);
        }
        late.forEach(this::release);
    }

    private synchronized void release(Waiting done) {
        done.release();
    }

    /** Writes what waits. Called on the desk's thread. */
    void write() {
        List<Waiting> batch;
        Long end;
        synchronized (this) {
            scheduled = false;
            batch = new ArrayList<>(waiting);
            end = endNanos;
        }
        try {
            writer.write(batch.stream().map(item -> item.passed).toList());
        } finally {
            written(batch);
        }
        if (end != null && !ended) {
            finish(end);
        }
    }

    /** What is written stays in the queue until it is, so that its age tells whether the disk hangs. */
    private void written(List<Waiting> batch) {
        long bytes = batch.stream().mapToLong(item -> item.size).sum();
        synchronized (this) {
            batch.forEach(item -> waiting.remove());
            batch.forEach(Waiting::release);
            waitingBytes -= bytes;
        }
        desk.free(bytes);
    }

    private void finish(long end) {
        Passage passage;
        synchronized (this) {
            if (!waiting.isEmpty()) {
                // came in between, and has the recording scheduled again
                return;
            }
            ended = true;
            passage = new Passage(bytesIn, bytesOut, end, everLost);
        }
        writer.end(passage);
        desk.finish(() -> {
            try {
                writer.finish(passage);
            } finally {
                onClosed.accept(this);
            }
        });
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }
}
