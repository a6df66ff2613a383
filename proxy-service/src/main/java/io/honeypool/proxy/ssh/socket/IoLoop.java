package io.honeypool.proxy.ssh.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread and the sockets that only it touches. It waits until some are ready, serves them one after the other, and
 * writes after each what was sent meanwhile, so that many small messages leave as one. What it serves must not block.
 */
final class IoLoop {

    private static final Logger log = LoggerFactory.getLogger(IoLoop.class);

    /** Two of the packets that OpenSSH makes of a transfer. */
    private static final int READ_BYTES = 64 * 1024;

    /** Four of them. What is written from the heap, the JDK copies to memory of its own, which it keeps. */
    private static final int SENT_BYTES = 128 * 1024;

    private final Selector selector;
    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Queue<LoopSession> unwritten = new ArrayDeque<>();
    private final ByteBuffer received = ByteBuffer.allocateDirect(READ_BYTES);
    private final ByteBuffer sent = ByteBuffer.allocateDirect(SENT_BYTES);
    private final Thread thread;
    private List<SelectableChannel> cancelled = new ArrayList<>();
    private volatile boolean closing;
    private volatile boolean ended;

    /** Something that a selector watches for the loop. */
    interface Ready {

        /** Its socket is ready for {@code operations}; called by the loop's thread. */
        void ready(int operations) throws IOException;
    }

    /** Something that the loop's thread does. */
    interface Task {

        void run() throws IOException;
    }

    IoLoop(String name) throws IOException {
        this.selector = Selector.open();
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Ends the thread, which closes every socket. */
    void close() {
        closing = true;
        selector.wakeup();
    }

    /** Waits for the thread's end, for a time. */
    void awaitEnd(Duration patience) throws InterruptedException {
        thread.join(patience);
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Has the loop's thread do something soon; after the loop's end, does it. */
    void execute(Task task) {
        tasks.add(task);
        if (ended) {
            runTasks();
        } else if (!isCurrent() && awake.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /** Registers a channel; called by the loop's thread. */
    SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, ready);
    }

    /** Has a session written when what is served now is done. */
    void writeSoon(LoopSession session) {
        if (isCurrent()) {
            unwritten.add(session);
        } else {
            execute(session::write);
        }
    }

    /** Where the loop's thread reads to; its content is nobody's once a message was handled. */
    ByteBuffer received() {
        return received.clear();
    }

    /** Where the loop's thread gathers what it writes to a socket. */
    ByteBuffer sent() {
        return sent.clear();
    }

    /** Writes what sessions sent since the last time; called by the loop's thread. */
    void writeAll() {
        for (LoopSession session = unwritten.poll(); session != null; session = unwritten.poll()) {
            session.write();
        }
    }

    /**
     * Closes a channel, registered or not; called by the loop's thread. Only after the next selection the selector lets
     * go of one that is registered, and closing it before would send the peer an orderly end where a reset is due.
     */
    void letGo(SelectableChannel channel) {
        SelectionKey key = channel.keyFor(selector);
        if (key != null) {
            key.cancel();
        }
        cancelled.add(channel);
    }

    private void run() {
        try {
            // MINA may block other threads while it exchanges keys, never its own
            ThreadUtils.runAsInternal(() -> {
                while (!closing) {
                    turn();
                }
                return null;
            });
        } catch (Exception impossible) {
            log.error("An I/O thread ended", impossible);
        } finally {
            end();
        }
    }

    private void turn() {
        List<SelectableChannel> letGo = cancelled;
        cancelled = new ArrayList<>();
        try {
            if (letGo.isEmpty() && tasks.isEmpty()) {
                selector.select(this::serve);
            } else {
                selector.selectNow(this::serve);
            }
        } catch (IOException e) {
            log.error("Sockets cannot be waited for", e);
        }
        awake.set(false);
        letGo.forEach(IoLoop::close);
        runTasks();
        writeAll();
    }

    private void serve(SelectionKey key) {
        try {
            ((Ready) key.attachment()).ready(key.readyOps());
        } catch (CancelledKeyException ignored) {
            // closed by what was served before it
        } catch (IOException | RuntimeException | Error e) {
            log.error("A socket could not be served", e);
            letGo(key.channel());
        }
        writeAll();
    }

    private void runTasks() {
        for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (IOException | RuntimeException | Error e) {
                log.error("A socket's task failed", e);
            }
        }
    }

    private void end() {
        selector.keys().forEach(key -> close(key.channel()));
        cancelled.forEach(IoLoop::close);
        try {
            selector.close();
        } catch (IOException e) {
            log.debug("Selector not closed", e);
        }
        ended = true;
        runTasks();
    }

    private static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("{} not closed", channel, e);
        }
    }
}
