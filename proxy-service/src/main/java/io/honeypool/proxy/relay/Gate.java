package io.honeypool.proxy.relay;

import java.io.InterruptedIOException;

/** Holds up a thread that moves bytes while too many of them wait. Thread-safe. */
public final class Gate implements Backlog.Source {

    private boolean shut;

    @Override
    public synchronized boolean pause() {
        shut = true;
        return true;
    }

    @Override
    public synchronized void resume() {
        shut = false;
        notifyAll();
    }

    /** Blocks for as long as too much waits. */
    public synchronized void pass() throws InterruptedIOException {
        try {
            while (shut) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
