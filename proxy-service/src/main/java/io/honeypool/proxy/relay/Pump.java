package io.honeypool.proxy.relay;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a relay: writes what it is offered in order, one write at a time, and tells the source of each piece
 * when it is gone. What waits is bounded by the source, which offers no more than its flow-control window until earlier
 * pieces are gone. Never blocks; thread-safe.
 */
public final class Pump {

    private final Outlet outlet;
    private final Runnable onFailure;
    private final Queue<Item> queue = new ArrayDeque<>();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile boolean writing;
    private boolean failed;

    /**
     * Makes an idle pump.
     *
     * @param outlet where everything goes
     * @param onFailure called once, when the outlet fails; what still waits is dropped
     */
    public Pump(Outlet outlet, Runnable onFailure) {
        this.outlet = outlet;
        this.onFailure = onFailure;
    }

    /**
     * Writes bytes after all that was offered before. The array belongs to the pump from now on.
     *
     * @param gone called when the bytes are written, and only then
     */
    public void offer(byte[] data, Runnable gone) {
        add(new Item(data, gone));
    }

    /** Runs an action when all that was offered before is gone; never if the outlet fails first. */
    public void whenDrained(Runnable action) {
        add(new Item(null, action));
    }

    private void add(Item item) {
        synchronized (queue) {
            if (failed) {
                return;
            }
            queue.add(item);
        }
        schedule();
    }

    /**
     * Gives the queue a turn. Whoever finds none running runs it; everybody else leaves a count behind. A write that
     * completes inside {@link #step} thus costs a turn of the loop and not a stack frame.
     */
    private void schedule() {
        if (turns.getAndIncrement() == 0) {
            do {
                step();
            } while (turns.decrementAndGet() != 0);
        }
    }

    private void step() {
        while (!writing) {
            Item item = poll();
            if (item == null) {
                return;
            }
            if (item.data == null) {
                item.gone.run();
            } else {
                write(item.data, item.gone);
            }
        }
    }

    private void write(byte[] data, Runnable gone) {
        writing = true;
        try {
            outlet.write(data, success -> written(success, gone));
        } catch (IOException e) {
            fail();
        }
    }

    private void written(boolean success, Runnable gone) {
        if (!success) {
            fail();
            return;
        }
        try {
            gone.run();
        } finally {
            writing = false;
            schedule();
        }
    }

    private void fail() {
        synchronized (queue) {
            queue.clear();
            if (failed) {
                return;
            }
            failed = true;
        }
        onFailure.run();
    }

    private @Nullable Item poll() {
        synchronized (queue) {
            return queue.poll();
        }
    }

    /** Bytes to write, or none and just the action. */
    private static final class Item {

        private final byte @Nullable [] data;
        private final Runnable gone;

        Item(byte @Nullable [] data, Runnable gone) {
            this.data = data;
            this.gone = gone;
        }
    }
}
