package io.honeypool.proxy.state;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that follows what changes in memory: a thread of its own writes it at most once a second, and when it is
 * closed. What cannot be written is tried again. Thread-safe.
 */
public final class WrittenBehind implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WrittenBehind.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Path file;
    private final Supplier<byte[]> content;
    private final Thread writer;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicBoolean changed = new AtomicBoolean();
    private boolean failing;

    private WrittenBehind(Path file, Supplier<byte[]> content) {
        this.file = file;
        this.content = content;
        this.writer = Thread.ofVirtual().name("write-" + file.getFileName()).unstarted(this::writeUntilClosing);
    }

    /**
     * Starts to follow.
     *
     * @param content what belongs into the file now; called on the writing thread
     */
    public static WrittenBehind start(Path file, Supplier<byte[]> content) {
        WrittenBehind written = new WrittenBehind(file, content);
        written.writer.start();
        return written;
    }

    /** Says that the content is another one now. Never blocks. */
    public void changed() {
        changed.set(true);
    }

    /** Writes what is not written yet. Blocks for as long as the disk takes. */
    @Override
    public void close() {
        closing.countDown();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Never interrupted: that would close the file it writes. */
    private void writeUntilClosing() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                write();
            }
            write();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        if (!changed.getAndSet(false)) {
            return;
        }
        try {
            WholeFile.write(file, content.get());
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                log.error("{} not written, tried again every second: {}", file, e.toString());
            }
            failing = true;
            changed.set(true);
        }
    }
}
