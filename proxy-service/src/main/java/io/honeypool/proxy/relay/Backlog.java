package io.honeypool.proxy.relay;

/**
 * What one peer sent and the other's socket has not taken yet. When it is too much, the source is not read any more
 * until most of it is gone: TCP then slows the source down, as it would if both peers were connected directly, and
 * memory stays bounded whatever either of them does. Thread-safe; never blocks.
 */
public final class Backlog {

    private final long most;
    private final Source source;
    private long waiting;
    private boolean paused;

    /**
     * Makes an empty backlog.
     *
     * @param most bytes that may wait before the source is paused; it goes on at half of that
     * @param source whose bytes they are
     */
    public Backlog(long most, Source source) {
        this.most = most;
        this.source = source;
    }

    /** Bytes begin to wait. */
    public synchronized void add(long bytes) {
        waiting += bytes;
        if (waiting > most && !paused) {
            paused = source.pause();
        }
    }

    /** Bytes were taken, or never will be. */
    public synchronized void gone(long bytes) {
        waiting -= bytes;
        if (waiting <= most / 2) {
            resume();
        }
    }

    /** Reads the source again whatever waits; bytes that are added later may pause it again. */
    public synchronized void resume() {
        if (paused) {
            paused = false;
            source.resume();
        }
    }

    /** Where bytes come from. Called with the backlog locked. */
    public interface Source {

        /**
         * Stops reading.
         *
         * @return whether it did; if not, it is asked again with the next bytes
         */
        boolean pause();

        /** Reads again. */
        void resume();
    }
}
