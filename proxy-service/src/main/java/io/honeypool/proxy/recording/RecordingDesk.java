package io.honeypool.proxy.recording;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that write recordings, away from those that relay: one that writes what passed, as it comes, and two that
 * force what is finished to disk. Thread-safe.
 */
final class RecordingDesk implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RecordingDesk.class);

    /** Bytes of all recordings that may wait to be written. */
    private static final long MOST_WAITING = 32L * 1024 * 1024;

    /** From so many on, whoever sends is slowed down at once. */
    private static final long CROWDED = MOST_WAITING / 4;

    private static final int FINISHERS = 2;
    private static final long WATCH_MILLIS = 500;
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final RecordingObserver observer;
    private final BlockingQueue<Runnable> ready = new LinkedBlockingQueue<>();
    private final ExecutorService finishers = Executors.newFixedThreadPool(FINISHERS, named("recordings-finish"));
    private final Set<Recording> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong waiting = new AtomicLong();
    private final ByteSink sink = new ByteSink();
    private final Thread writer;
    private final Thread watch;
    private volatile boolean closing;

    RecordingDesk(RecordingObserver observer) {
        this.observer = observer;
        this.writer = named("recordings-write").newThread(this::write);
        this.watch = Thread.ofVirtual().name("recordings-watch").unstarted(this::watch);
        writer.start();
        watch.start();
    }

    private static ThreadFactory named(String name) {
        return Thread.ofPlatform().name(name).daemon().factory();
    }

    /** For the thread that writes. */
    ByteSink sink() {
        return sink;
    }

    void opened(Recording recording) {
        open.add(recording);
        observer.opened();
    }

    void closed(Recording recording) {
        open.remove(recording);
        observer.closed();
    }

    /** Whether there is room for bytes to wait; if so, it is taken until they are {@linkplain #free free}. */
    boolean reserve(int bytes) {
        if (waiting.addAndGet(bytes) <= MOST_WAITING) {
            return true;
        }
        waiting.addAndGet(-bytes);
        return false;
    }

    /** Whether so much waits that nobody should send freely. */
    boolean isCrowded() {
        return waiting.get() > CROWDED;
    }

    void free(long bytes) {
        waiting.addAndGet(-bytes);
    }

    void lost(long bytes) {
        observer.lost(bytes);
    }

    /** Has a recording write what it has. Never blocks. */
    void schedule(Recording recording) {
        ready.add(recording::write);
    }

    /** Has something done that takes the disk's time. Never blocks. */
    void finish(Runnable task) {
        finishers.execute(task);
    }

    private void write() {
        while (true) {
            try {
                Runnable next = ready.poll(WATCH_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                } else if (closing) {
                    return;
                }
            } catch (InterruptedException e) {
                // nobody may: it would close the file that is written
                log.debug("interrupted");
            } catch (RuntimeException e) {
                observer.failed();
                log.error("A recording failed", e);
            }
        }
    }

    private void watch() {
        try {
            while (!closing) {
                Thread.sleep(WATCH_MILLIS);
                long now = System.nanoTime();
                open.forEach(recording -> recording.releaseLate(now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits, for a bounded time, until everything is written. */
    @Override
    public void close() {
        closing = true;
        try {
            boolean written = writer.join(DRAIN);
            finishers.shutdown();
            if (!written || !finishers.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
                log.error("Recordings were not finished in {}; the next start does it", DRAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
